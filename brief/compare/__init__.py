"""What several articles say of the same thing: stories, origins, figures, timeline, quotes, names.

Every finding is cited and none is judged.
"""
