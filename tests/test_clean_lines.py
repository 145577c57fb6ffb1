"""News that looks like furniture, and furniture in one line with news."""

from __future__ import annotations

import pytest

from brief.model import Document, Kind
from brief.pipeline.reading import article_of
from brief.split.sentences import segment

#: Articles around the line in question, by language.
OPENINGS = {
    "en": "The council of Ness voted on Monday to close the pier for a year, because its piles are "
    "rotten and the ferry company will not pay for new ones this winter.",
    "de": "Der Rat von Ness hat am Montag beschlossen, die Mole für ein Jahr zu schließen, weil "
    "ihre Pfähle faul sind und die Reederei in diesem Winter keine neuen bezahlt.",
    "fr": "Le conseil de Ness a voté lundi la fermeture de la jetée pour un an, parce que ses "
    "pieux sont pourris et que la compagnie ne veut pas en payer de nouveaux cet hiver.",
    "es": "El consejo de Ness votó el lunes cerrar el muelle durante un año, porque sus pilotes "
    "están podridos y la naviera no quiere pagar otros nuevos este invierno.",
    "ru": "Совет Несса в понедельник решил закрыть причал на год, потому что его сваи сгнили, а "
    "паромная компания этой зимой не хочет платить за новые.",
}


def read(line: str, language: str = "en", path: str = "a.txt") -> Document:
    article = article_of(f"{OPENINGS[language]}\n\n{line}\n", path)
    assert isinstance(article, Document)
    return article


def sentences(line: str, language: str = "en", path: str = "a.txt") -> list[str]:
    """Return what a line gives below the first paragraph of an article."""
    parts = (" ".join(sentence.text.split()) for sentence in segment(read(line, language, path)))
    return [part for part in parts if part in " ".join(line.split())]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By continuing to lend to the yard, the bank broke its own rules, a judge said."),
        ("en", "By signing up to the pact, Ness will pay forty million crowns a year."),
        ("en", "More from the north is due on Friday, the weather service said on Monday."),
        ("en", "Get the latest jab before October, doctors told patients over 65 on Monday."),
        ("en", "“Sign up for our boats or stay on land,” the captain told the children."),
        ("de", "Veröffentlicht unter Druck der Opposition, nennt der Bericht vierzehn Fehler."),
        ("fr", "Publié dans la revue Nature, l'article montre que le glacier a reculé."),
        ("fr", "« Abonnez-vous, sinon nous fermerons », avait écrit le journal en janvier."),
        ("es", "Publicado en 2019, el informe advertía de que el muelle podía caer pronto."),
    ],
)
def test_news_that_opens_as_furniture_does(language: str, line: str) -> None:
    """A whole sentence is not left out for its first words, nor what somebody says."""
    assert sentences(line, language) == [line]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By signing up, you agree to the terms of the Ness Courier and to our mails."),
        ("en", "Sources: harbour office, Ness Courier"),
        ("en", "More from our harbour desk"),
        ("de", "Abonnieren Sie unseren Newsletter und lesen Sie jeden Morgen, was wichtig ist."),
        ("fr", "Publié dans Port et Société"),
        ("es", "Publicado en Puertos y costas"),
    ],
)
def test_furniture_that_opens_so(language: str, line: str) -> None:
    """Labels without a sentence, and words to the reader, are still left out."""
    assert sentences(line, language) == []


@pytest.mark.parametrize(
    "line",
    ["Then it rained.", "The vote failed.", "Talks collapsed.", "Nobody came.", "Prices rose."],
)
def test_short_sentences_are_no_captions(line: str) -> None:
    """A verb counts before its stop, too, and so does a subject such as “nobody”."""
    assert sentences(line) == [line]


def test_a_phrase_without_a_verb_is_a_caption() -> None:
    """A short line without a verb is left out though it has a stop."""
    assert sentences("The mayor of Ness at the opening of the pier.") == []


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Waves break over the pier at Ness. Photo: Ane Lie/AFP"),
        ("en", "Waves break over the pier at Ness. (Photo by: Ane Lie)"),
        ("de", "Wellen schlagen über die Mole von Ness. Foto: Ane Lie/dpa"),
        ("fr", "Les vagues passent par-dessus la jetée de Ness. © Ane Lie / AFP"),
        ("es", "Las olas rompen sobre el muelle de Ness. Fotografía: Ane Lie / EFE"),
        ("ru", "Волны бьются о причал Несса. Фото: Ане Ли / ТАСС"),
    ],
)
def test_a_caption_with_its_credit_in_one_line(language: str, line: str, path: str) -> None:
    """A sentence that a credit follows belongs to a picture, and so does the credit."""
    assert sentences(line, language, path) == []


def test_a_row_of_a_table_parted_by_tabs() -> None:
    """The label of a row does not run into the sentence beside it."""
    line = "Piers\tThe pier at Ness stays closed until the next spring, the council said."
    assert sentences(line) == [line.partition("\t")[2]]
    assert Kind.TABLE_ROW in {block.kind for block in read(line).blocks}


def test_the_letter_of_who_answers_is_no_part_of_the_answer() -> None:
    """Of “A: The pier …” the letter is left outside the sentence."""
    answer = "The pier reopens in May, and the ferry will call there twice a day."
    assert sentences(f"A: {answer}") == [answer]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "Dockers wait in line for bread at the pier of Ness on Monday, and the harbour office "
            "says that forty families a day now come for it, twice as many as in the spring, when "
            "the ferry still sailed. (Photo: Ada Holm / Quay Pictures)",
        ),
        ("en", "Pictured at the back, from left, are the captains of the three boats of Ness."),
        ("en", "Skipper Mika Rud waits for the court on the steps. (Ada Holm/The Courier)"),
        ("en", "The mayor of Ness answers questions on the quay. (AP Photo/Ada Holm) AP Photo"),
        ("de", "Ada Holm (l.) übergibt den Schlüssel der Mole an Pia Strand (r.)."),
        ("de", "Taucher bergen am Montag einen Pfahl der alten Mole von Ness. Ada Holm (dpa)"),
        ("es", "El viejo muelle de Ness quedó cerrado el lunes por la tarde. EFE/ADA HOLM"),
        ("fr", "La jetée de Ness est restée fermée tout le lundi. Ada Holm (AFP via Getty)"),
    ],
)
def test_a_caption_is_known_by_who_took_its_picture(language: str, line: str) -> None:
    """What ends with a photographer or says who stands where belongs to a picture."""
    assert sentences(line, language) == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The mayor of Ness did not answer questions of the Courier or of Reuters."),
        ("en", "The photo was taken by Ada Holm of Reuters and shows three piles without a cap."),
        ("en", "The court will hear the ferry company (and its bank) on the third of March."),
        ("de", "Die Mole (rechts vom Leuchtturm) bleibt bis zum Frühjahr zu, sagte Pia Strand."),
        ("de", "Das bestätigte eine Sprecherin am Montag der Deutschen Presse-Agentur dpa."),
        ("es", "La alcaldesa confirmó el lunes a la agencia EFE que el muelle seguirá cerrado."),
    ],
)
def test_news_of_agencies_and_pictures(language: str, line: str) -> None:
    """Who was told something, and who took a picture, are news where a sentence says it."""
    assert sentences(line, language) == [line]
