"""Sets of articles whose structure is broken at random: tables, lists, numbers, days, front matter.

Bytes that are changed at random seldom get past a reader.  What is made here is mostly well-formed,
and odd: what editors, scrapers and templates leave.  A set is a text: articles with `BETWEEN` in
between, each behind a line with its kind ("md").
"""

from __future__ import annotations

import random
from collections.abc import Callable

BETWEEN = "\x1e"
ENGLISH = """Mine of Bren closes after 90 years

By Ann Lee

BREN, 20 November 2026 — The council of Bren closed the copper mine on Friday, and 1,400 miners
lost their work, Mayor Maria Berg said. "We had 12.5 million crowns less than in 2025," she told
reporters on Monday.

The union, which has 3,200 members, called the decision "a blow to the valley" and will vote on 3
December. Twelve people were killed in the mine in 1987, according to the police; the toll was
later put at 14. Norcopper expects to pay €4.7m by 31 March 2027.

- 1,400 miners lost their work.
- Norcopper sold 90,000 tonnes of ore in 2025.

| Year | Tonnes |
| --- | ---: |
| 2024 | 101,500 |
| 2025 | 90,000.5 |

What happens next? The court of Osk hears the appeal of Norcopper v. Bren on Jan. 5, Judge U. S.
Brandt said. Berg denied that the council had known of the cracks; the company says that it had.
"""
GERMAN = """Hafenamt von Lundby kauft einen Kran

20.11.2026 - Das Hafenamt von Lundby hat am Montag einen Kran für 4.687,50 Euro gekauft, sagte die
Leiterin Ada Holm. Er hebt 1.200,5 Tonnen und kommt am 3. März 2027 an den Kai.

„Das sind 12,5 Prozent weniger als 2025“, sagte Holm der Zeitung. Bei dem Sturm im Jahr 1999 waren
17 Menschen ums Leben gekommen, nach anderen Angaben 19. Der Rat stimmt am 5. 1. 2027 ab.
"""
FRENCH = """Le pont de Lundby rouvre

Publié le 12 sept. 2026 à 07h30 — Le pont de Lundby a rouvert vendredi, a annoncé la maire Inès
Holt, après 1 229,5 heures de travaux. « Nous avons dépensé 4 millions d’euros », a-t-elle dit.

Au moins 12 personnes avaient été blessées le 3 mai 2025 ; la police en compte 14. Le tribunal
d’Osk rendra sa décision le 1er février 2027, selon M. Brandt.
"""
RUSSIAN = """Порт Лундбю закрыт из-за льда

20 ноября 2026 г. Порт Лундбю закрыли в пятницу, сообщила мэр Анна Хольм. Погибли 12 человек, ещё
1 400 остались без работы. «Мы потеряли 4,5 млн крон», — сказала она журналистам.

В 2025 году порт принял 90 тыс. тонн руды. Суд в Оске рассмотрит дело 5 января 2027 года.
"""
ARABIC = """إغلاق ميناء لوندبي

أعلنت رئيسة البلدية آنا هولم يوم الجمعة ٢٠ نوفمبر ٢٠٢٦ إغلاق ميناء لوندبي بعد مقتل ١٢ شخصا، وقالت:
"خسرنا ٤٫٥ مليون كرونة". وفقد ١٤٠٠ عامل عملهم في الميناء، بحسب الشرطة في المدينة.
"""
MATTER = """---
title: Mine of Bren closes
date: 2026-11-20
author: Ann Lee
url: https://example.org/2026/11/20/mine
language: en
---
"""
PAGE = """<html lang="en"><head><meta charset="utf-8"><title>{title} - Bren Courier</title>
<meta property="article:published_time" content="2026-11-20T05:00:00Z"></head><body><nav>
<ul><li>Home</li></ul></nav><article><h1>{title}</h1><time datetime="2026-11-20">20 Nov</time>
{body}</article><footer>All rights reserved</footer></body></html>"""

NUMBERS = (
    *"4.687,50 4,687.50 1.2.3 12,5 1,229 1.229 ٣٫٥ 1’229.5 4.687,5.0 .5 5. ,5 1,22,333".split(),
    *"0 00 10.000.000 2024/25 ½ 10² −5 $4.687,50 €1,2.3 12:30 1.2.2024 30.2.2025 0.0.0".split(),
    *"1e999 ٬٣ Ⅳ 𝟜𝟚 ㊿ 一二三 १२३ -0 0x1F 1_000 1,000,000,000,000,000,000 12. 3,4,5".split(),
    *("1 229,5", "1\u202f229", "5 million billion", "1.5-2.5m", "zero dead", "minus 5 people"),
)
DAYS = (
    *("31 February 2025", "0 May 2025", "May 32, 2025", "12/0/2025", "1.1.0001", "31.12.9999"),
    *("on Monday", "yesterday", "in 0000", "in 99999", "the 1990s", "44 B.C.", "25:61", "2025-W54"),
    *(
        "2025-02-30",
        "29 Feb 1900",
        "am 31. April",
        "le 0 janvier",
        "32 мая",
        "١/١٣/٢٠٢٥",
        "1 Jan 1",
    ),
    *("today", "tomorrow", "last week", "next Feb. 29", "20261120", "2026/11/20", "Nov. 31"),
)
JUNK = (
    *(
        "|",
        "| |",
        "||",
        "-",
        "* ",
        "#",
        "######",
        ">",
        "\t",
        " | | ",
        "|---|",
        "=====",
        "...",
        "```",
    ),
    *("“", "”", '"', "'", "«", "»", "()", "[]", "[](", "<b>", "&nbsp;", "&#0;", "\u200b", "\u00ad"),
    *("•", "1.", "—", "(AP) —", "A", "I", ".", "?", "!", ":", ";", "\u202e", "\u2066", "\ufeff"),
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\ufffd",
        "\ufffe",
        "e\u0301" * 40,
    ),
    *(
        "👩‍👩‍👧",
        "ǅ",
        "ß",
        "İ",
        "ﬁ",
        "\U0010ffff",
        "\u0300",
        "כ״ה",
        "d'",
        "l’",
        "U.S.",
        "Mr.",
        "www.",
    ),
    *(
        "https://",
        "https://example.org/" + "a" * 300,
        "@",
        "#tag",
        "a@b",
        "}{",
        "$",
        "%",
        "\\",
        "¿",
    ),
)
LINES = (
    *(
        "",
        " ",
        "- ",
        "1. ",
        "> ",
        "| | |",
        "|---|---|",
        "***",
        "<!--",
        "-->",
        "<table>",
        "</table>",
    ),
    *("Read more", "Comments (0)", "By", "LUNDBY —", "Q: Why?", "A: 4.", "[1]: x", "![](a.png)"),
)
MATTERS = (
    *(
        "date: 2026-13-45",
        "date: [2026]",
        "date: {a: 1}",
        "title: [a, b]",
        "title: {a: b}",
        "title:",
    ),
    *("title: >", "title: |\n  a\n  b", "author: null", "author: [[], {}]", "- x", "? x", "&a *a"),
    *(
        "url: 7",
        "url: http://[",
        "language: zz",
        "language: [en]",
        "date: 0001-01-01",
        "date: .inf",
    ),
    *(
        'title: "\\ud800"',
        "title: 'x",
        "date: 2026-11-20 25:00:00 +99:00",
        "!!binary x",
        "---",
        "...",
    ),
    *("lang: en-", "publisher: {name: x}", "site: []", "tags: [" + "[" * 60, "date: 99999-01-01"),
)
TAGS = (
    "<table><tr></tr><tr><td></td></tr></table>",
    "<table><tr><td><ul><li>One.</li><li></li></ul></td><td><table><tr></tr></table></td></tr></table>",
    "<table>" * 40,
    "<ul><li>" * 60,
    "<ol><li></li><ol><li><p></p></ol></ol>",
    "<div>" * 300,
    '<time datetime="2026-02-30T99:99">30 Feb</time>',
    '<time datetime="">',
    '<meta property="article:published_time" content="20/20/2026">',
    '<meta property="og:site_name" content="">',
    '<meta name="author" content="\u202e">',
    '<script type="application/ld+json">{"@type": ["NewsArticle", null], "author": [[]]}</script>',
    '<script type="application/ld+json">[{"datePublished": 7, "publisher": "x"}, 3, null]</script>',
    '<script type="application/ld+json">{"@graph": {"headline": {}}, "@type": {}}</script>',
    '<script type="application/ld+json">' + "[" * 500 + "</script>",
    '<link rel="canonical" href="http://[::1">',
    '<base href="::">',
    '<html lang="x-y-z">',
    "<h1></h1>",
    "<title></title>",
    "<article></article>",
    "<br>" * 30,
    "<blockquote><p>",
    "<figure><img alt=''><figcaption></figcaption></figure>",
    "<!--",
    "<![CDATA[",
    "<svg><title>x</title></svg>",
    "<p hidden>4</p>",
    "&#x0;&#xD800;&#1114112;",
    "<pre>\n\n</pre>",
    "<dl><dt></dt><dd></dd></dl>",
    "<select><option>1</option></select>",
    "<template><p>1</p></template>",
    "<p>Q: Why?<br>A: 4.<br><br></p>",
)
TEXTS = (ENGLISH, GERMAN, FRENCH, RUSSIAN, ARABIC)


def broken_set(_: bytes, chance: random.Random) -> bytes:
    """Return a set of one to four articles, most of them of one story, changed at random."""
    story = chance.choice(TEXTS)
    articles = [
        _article(story if chance.random() < 0.7 else chance.choice(TEXTS), chance)
        for _ in range(chance.choice((1, 2, 2, 3, 4)))
    ]
    return BETWEEN.join(articles).encode("utf-8", "surrogatepass")


def _article(text: str, chance: random.Random) -> str:
    kind = chance.choice(("txt", "md", "md", "html"))
    lines = text.split("\n")
    for _ in range(chance.choice((0, 1, 3, 8, 25))):
        lines = chance.choice(CHANGES)(lines, chance) or [""]
    text = "\n".join(lines)
    if kind == "md" and chance.random() < 0.6:
        text = _matter(chance) + text
    if kind == "html":
        text = _page(text, chance)
    return f"{kind}\n{text.replace(BETWEEN, '')}"


def _matter(chance: random.Random) -> str:
    lines = MATTER.split("\n")
    for _ in range(chance.randrange(4)):
        at = chance.randrange(1, len(lines))
        lines[at : at + chance.randrange(2)] = [chance.choice(MATTERS)]
    return "\n".join(lines)


def _page(text: str, chance: random.Random) -> str:
    """Return a web page of a text, with tags where none belong."""
    title, _, body = text.partition("\n")
    parts = [f"<p>{part}</p>" for part in body.split("\n\n")]
    page = PAGE.format(title=title, body="\n".join(parts))
    for _ in range(chance.randrange(6)):
        at = chance.choice([place for place, char in enumerate(page) if char in "<>\n"])
        page = page[:at] + chance.choice(TAGS) + page[at:]
    return page[: chance.randrange(len(page))] if chance.random() < 0.05 else page


def _put_word(lines: list[str], chance: random.Random) -> list[str]:
    words = chance.choice((NUMBERS, NUMBERS, DAYS, JUNK))
    at = chance.randrange(len(lines))
    row = lines[at].split(" ")
    row.insert(chance.randrange(len(row) + 1), chance.choice(words))
    return [*lines[:at], " ".join(row), *lines[at + 1 :]]


def _swap_number(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    words = lines[at].split(" ")
    odd = (chance.choice((*NUMBERS, *DAYS)) if word[:1].isdigit() else word for word in words)
    return [*lines[:at], " ".join(odd), *lines[at + 1 :]]


def _put_line(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines) + 1)
    return [*lines[:at], chance.choice((*LINES, *JUNK)), *lines[at:]]


def _cut_line(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    here = chance.randrange(len(lines[at]) + 1)
    kept = lines[at][here:] if chance.random() < 0.5 else lines[at][:here]
    return [*lines[:at], kept, *lines[at + 1 :]]


def _shuffle_words(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    words = lines[at].split(" ")
    chance.shuffle(words)
    return [*lines[:at], " ".join(words), *lines[at + 1 :]]


def _nest(lines: list[str], chance: random.Random) -> list[str]:
    """Make some lines a list, a quotation or a table, in one another."""
    at = chance.randrange(len(lines))
    end = at + chance.randrange(1, 8)
    mark = chance.choice(
        ("- ", "  - ", "    * ", "> ", "> - ", "1. ", "| ", "\t", "## ", "•", "    ")
    )
    return [*lines[:at], *(mark + line for line in lines[at:end]), *lines[end:]]


def _lose_lines(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + chance.randrange(1, 10) :]


def _repeat_lines(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    part = lines[at : at + chance.randrange(1, 6)]
    return [*lines[:at], *(part * chance.choice((1, 2, 30))), *lines[at:]]


def _join_lines(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    end = at + chance.randrange(2, 9)
    return [*lines[:at], chance.choice((" ", "", "\u2028", "\t")).join(lines[at:end]), *lines[end:]]


def _put_huge(lines: list[str], chance: random.Random) -> list[str]:
    """Put in a token of thousands of characters."""
    unit = chance.choice(
        ("a", "Ab", "9", "1,", ".", "(", '"', "“", "- ", "A.", "é", "א", "I ", "|", "'")
    )
    return _with(lines, chance, unit * chance.choice((50, 500, 3_000)))


def _mix(lines: list[str], chance: random.Random) -> list[str]:
    """Put in a line of an article in another language."""
    return _with(lines, chance, chance.choice(chance.choice(TEXTS).split("\n")))


def _with(lines: list[str], chance: random.Random, line: str) -> list[str]:
    at = chance.randrange(len(lines) + 1)
    return [*lines[:at], line, *lines[at:]]


CHANGES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    *(_put_word, _put_word, _put_word, _swap_number, _swap_number, _put_line, _put_line, _cut_line),
    *(_shuffle_words, _nest, _nest, _lose_lines, _repeat_lines, _join_lines, _put_huge, _mix),
)
