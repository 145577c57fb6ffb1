"""What of a mail is its news, whether digest, forwarded message, newsletter or text marked wrongly.

Every message is read as a file `.eml` and labelled as an article is.
"""

from __future__ import annotations

import re
import textwrap
from datetime import date

import pytest
from work import steps

from brief.clean.label import label
from brief.model import Document, Kind, Skipped
from brief.readers import read
from brief.readers.message import markup, styles

HARBOUR = (
    "The harbour board of Skelby shut its northern lock on Friday after divers found a crack.",
    "Repairs will take until March and cost about 2.6 million euros, engineer Nils Abel said.",
    "Barges are sent round by the old canal, which adds four hours to each journey.",
)
LIBRARY = (
    "Readers in Ostrow can borrow tools from the town library since the first of the month.",
    "Librarian Vera Lind counted 212 loans in the first week, most of them drills.",
    "The council paid for the shelves with money left over from a road scheme.",
)
TRAM = (
    "The night tram will run every twenty minutes from January, the operator decided.",
    "Drivers had asked for two more crews, and they are to get one of them.",
)
HEADERS = (
    "From: Skelby Post <post@skelby.example>\r\nTo: Mia Roos <mia.roos@home.example>\r\n"
    "Subject: {subject}\r\nDate: Fri, 13 Nov 2026 07:10:00 +0100\r\n"
    "Message-ID: <1@skelby.example>\r\nMIME-Version: 1.0\r\n"
)


def message(body: str, kind: str = "text/plain", subject: str = "Lock shut") -> bytes:
    headers = HEADERS.format(subject=subject)
    typed = f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return f"{headers}{typed}\r\n{body}".encode()


def parts(*inside: str, kind: str = "mixed", subject: str = "Lock shut") -> bytes:
    body = "".join(f"--xx\r\n{part}\r\n" for part in inside) + "--xx--\r\n"
    headers = HEADERS.format(subject=subject)
    return f"{headers}Content-Type: multipart/{kind}; boundary=xx\r\n\r\n{body}".encode()


def plain(*paragraphs: str, named: str = "") -> str:
    """Return a part of a message."""
    name = f"; name={named}\r\nContent-Disposition: inline; filename={named}" if named else ""
    return f"Content-Type: text/plain{name}\r\n\r\n" + "\r\n\r\n".join(paragraphs) + "\r\n"


def attached(subject: str, *paragraphs: str, disposition: str = "") -> str:
    """Return a message as a part of another one."""
    stated = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    return (
        f"Content-Type: message/rfc822\r\n{stated}\r\n"
        "From: Ostrow Herald <herald@ostrow.example>\r\n"
        f"Subject: {subject}\r\nDate: Wed, 11 Nov 2026 08:00:00 +0100\r\n"
        f"{plain(*paragraphs)}"
    )


def html(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def article(data: bytes) -> Document:
    document = read("letter.eml", data)
    assert isinstance(document, Document), document
    return label(document)


def prose(data: bytes | Document) -> list[str]:
    document = data if isinstance(data, Document) else article(data)
    return [" ".join(document.text[b.start : b.end].split()) for b in document.prose()]


def of_kind(document: Document, kind: Kind) -> list[str]:
    blocks = (block for block in document.blocks if block.kind is kind)
    return [document.text[block.start : block.end] for block in blocks]


TWO = [*HARBOUR, *LIBRARY]
TOPICS = plain(
    "Today's Topics:", "1. Lock shut\r\n2. Tools on loan", "To leave, write to x@y.example."
)


@pytest.mark.parametrize(
    "data",
    [
        parts(
            TOPICS,
            "Content-Type: multipart/digest; boundary=yy\r\n\r\n"
            f"--yy\r\n{attached('Lock shut', *HARBOUR)}\r\n"
            f"--yy\r\n{attached('Tools on loan', *LIBRARY)}\r\n--yy--\r\n",
            plain("End of Skelby Digest, Vol 2, Issue 9"),
        ),
        # The type of the parts of a digest need not be said.
        parts(
            f"\r\nSubject: Lock shut\r\n{plain(*HARBOUR)}",
            f"\r\nSubject: Tools on loan\r\n{plain(*LIBRARY)}",
            kind="digest",
        ),
        parts(attached("Lock shut", *HARBOUR), attached("Tools on loan", *LIBRARY)),
        message(
            "Send submissions to skelby@lists.example, and see our page for more on the list.\n\n"
            "Today's Topics:\n\n   1. Lock shut (N. Abel)\n   2. Tools on loan (V. Lind)\n\n\n"
            f"{'-' * 70}\n\nMessage: 1\nDate: Thu, 12 Nov 2026 10:00:00 +0100\n"
            "From: Nils Abel <abel@skelby.example>\nSubject: [Skelby] Lock shut\n"
            "To: skelby@lists.example\nMessage-ID: <a@b.example>\n\n"
            + "\n\n".join(HARBOUR)
            + f"\n\n-- \nNils Abel\nHarbour board\n\n{'-' * 30}\n\nMessage: 2\n"
            "Date: Thu, 12 Nov 2026 11:00:00 +0100\nFrom: Vera Lind <lind@ostrow.example>\n"
            "Subject: Tools on loan\n\n"
            + "\n\n".join(LIBRARY)
            + f"\n\n{'-' * 30}\n\nEnd of Skelby Digest, Vol 2, Issue 9\n{'*' * 36}\n"
        ),
        message(
            "In dieser Ausgabe stehen zwei Beiträge, und mehr kommt in der nächsten Woche.\n\n"
            f"{'-' * 60}\n\nVon: Nils Abel <abel@skelby.example>\nDatum: 12. November 2026\n"
            "Betreff: Lock shut\n\n"
            + "\n\n".join(HARBOUR)
            + f"\n\n{'-' * 60}\n\nVon: Vera Lind <lind@ostrow.example>\nDatum: 12. November 2026\n"
            "Betreff: Tools on loan\n\n" + "\n\n".join(LIBRARY)
        ),
        parts(
            plain("Two messages are attached."),
            attached("Lock shut", *HARBOUR, disposition="attachment; filename=a.eml"),
            attached("Tools on loan", *LIBRARY, disposition="attachment; filename=b.eml"),
        ),
    ],
)
def test_digests(data: bytes) -> None:
    """The texts of all messages in a digest are read, each below its subject, and nothing else."""
    document = article(data)
    assert [line for line in prose(document) if "attached" not in line] == TWO
    headings = of_kind(document, Kind.HEADING) + of_kind(document, Kind.TITLE)
    assert any("Lock shut" in line for line in headings)
    assert any("Tools on loan" in line for line in headings)


OUTLOOK = (
    "From: Ostrow Herald [mailto:herald@ostrow.example]\nSent: Wednesday, 11 November 2026 08:00"
)


@pytest.mark.parametrize(
    ("lead", "subject"),
    [
        (
            "FYI, this is the one I meant.\n\n---------- Forwarded message ---------\n"
            "From: Ostrow Herald <herald@ostrow.example>\nDate: Wed, 11 Nov 2026 at 08:00\n"
            "Subject: Tools on loan\nTo: <mia.roos@home.example>\n\n",
            "Fwd: Tools on loan",
        ),
        (
            "Begin forwarded message:\n\nFrom: Ostrow Herald <herald@ostrow.example>\n"
            "Subject: Tools on loan\nDate: 11 November 2026 at 08:00:12 CET\nTo: Mia Roos\n\n",
            "Fwd: Tools on loan",
        ),
        (f"See below.\n\n{OUTLOOK}\nTo: Mia Roos\nSubject: Tools on loan\n\n", "FW: Tools on loan"),
        (
            "-------- Weitergeleitete Nachricht --------\nBetreff: \tTools on loan\n"
            "Datum: \tWed, 11 Nov 2026 08:00:00 +0100\nVon: \tHerald <h@ostrow.example>\n"
            "An: \tMia Roos\n\n",
            "WG: Tools on loan",
        ),
        (
            "Un article intéressant.\n\n---------- Message transféré ---------\n"
            "De : Ostrow Herald <herald@ostrow.example>\nDate : mer. 11 nov. 2026 à 08:00\n"
            "Objet : Tools on loan\nÀ : Mia Roos\n\n",
            "TR: Tools on loan",
        ),
        (
            "-------- Пересылаемое сообщение --------\n"
            "11.11.2026, 08:00, Herald <h@ostrow.example>:\n\n",
            "Fwd: Tools on loan",
        ),
    ],
)
@pytest.mark.parametrize("form", ["plain", "quoted", "html"])
def test_forwarded(lead: str, subject: str, form: str) -> None:
    """What was handed on is read; who did so, with a note and the old headers, is no prose."""
    body = lead + "\n\n".join(LIBRARY)
    if form == "quoted":
        note, mark, rest = body.rpartition("From:" if "From:" in body else "---")
        body = note + "\n".join(f"> {line}" for line in (mark + rest).split("\n"))
    if form == "html":
        shown = lead.replace("<", "&lt;").replace("\n", "<br>")
        body = f"<div>{shown}</div><blockquote>{html(*LIBRARY)}</blockquote>"
    document = article(message(body, "text/html" if form == "html" else "text/plain", subject))
    assert prose(document) == list(LIBRARY)
    assert document.title is not None
    assert document.title.text == "Tools on loan"
    assert document.date == date(2026, 11, 13 if "Herald <h@ostrow.example>:" in lead else 11)
    if "Herald <h@ostrow.example>:" not in lead:
        assert (document.publisher or "").endswith("Herald")


def test_attached_message_is_the_article() -> None:
    """A mail that only carries another has that one's title, day and sender."""
    carried = attached("Tools on loan", *LIBRARY, disposition="attachment")
    document = article(parts(plain("See the attached."), carried, subject="Fwd: Tools on loan"))
    assert prose(document) == list(LIBRARY)
    assert document.title is not None
    assert document.title.text == "Tools on loan"
    assert (document.date, document.publisher) == (date(2026, 11, 11), "Ostrow Herald")


def test_attached_message_beside_a_text() -> None:
    """A mail with a text of its own stays itself; the attached one follows, under its subject."""
    document = article(parts(plain(*HARBOUR), attached("Tools on loan", *LIBRARY)))
    assert prose(document) == TWO
    assert of_kind(document, Kind.HEADING) == ["Tools on loan"]
    assert (document.date, document.publisher) == (date(2026, 11, 13), "Skelby Post")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ((plain(*HARBOUR, named="lock.txt"),), HARBOUR),
        ((plain(*HARBOUR), plain(*LIBRARY, named="library.txt")), TWO),
        ((plain(*HARBOUR), "Content-Type: image/png\r\n\r\n...", plain(*LIBRARY)), TWO),
        ((f"Content-Type: text/html; name=lock.html\r\n\r\n{html(*HARBOUR)}",), HARBOUR),
        ((plain(*HARBOUR), f"Content-Type: text/html\r\n\r\n{html(*HARBOUR)}"), HARBOUR),
        ((plain(*HARBOUR), plain("int main(void);", named="lock.c")), HARBOUR),
        # An attached text is read where there is no other.
        (
            (
                "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a\r\n\r\n"
                + "\r\n\r\n".join(HARBOUR),
            ),
            HARBOUR,
        ),
    ],
)
def test_parts(inside: tuple[str, ...], expected: list[str]) -> None:
    """Texts in several parts, with or without a name, follow one another, each once."""
    assert prose(parts(*inside)) == list(expected)


def test_returned_mail() -> None:
    """A report of a failed delivery is read without the message that was returned."""
    data = parts(plain(*HARBOUR), attached("Tools on loan", *LIBRARY), kind="report")
    assert prose(data) == list(HARBOUR)


REPLY = (
    "That is good news for the carpenters of the town, and I will come by on Saturday morning.\n"
)
LONG_REPLY = f"{REPLY}\n{TRAM[0]}\n\n{TRAM[1]}\n"
QUOTED = "\n".join(f"> {line}\n>" for line in LIBRARY)


@pytest.mark.parametrize(
    "body",
    [
        f"{LONG_REPLY}\nOn 11 Nov 2026 at 08:00, Vera Lind <lind@ostrow.example> wrote:\n{QUOTED}",
        f"On 11/11/2026 08:00, Vera Lind wrote:\n{QUOTED}\n\n{LONG_REPLY}",
        f"{LONG_REPLY}\nAm 11.11.2026 um 08:00 schrieb Vera Lind\n<lind@ostrow.example>:\n{QUOTED}",
        f"{LONG_REPLY}\n-----Original Message-----\n{OUTLOOK}\nSubject: Tools\n\n"
        + "\n\n".join(LIBRARY),
        f"{LONG_REPLY}\n-- \nMia Roos\nCarpenter, 12 Quay Street. We build what is wanted.\n",
        f"{LONG_REPLY}\n________________________________\nVon: Vera Lind <lind@ostrow.example>\n"
        "Gesendet: Mittwoch, 11. November 2026 08:00\nAn: Mia Roos\nBetreff: Tools\n\n"
        + "\n\n".join(LIBRARY),
    ],
)
def test_replies(body: str) -> None:
    """Of an answer only its own text is read, not what it quotes, nor its signature."""
    assert prose(message(body, subject="Re: Tools on loan")) == [REPLY.strip(), *TRAM]


def test_short_reply() -> None:
    """Where an answer says next to nothing, what it quotes is the news."""
    body = f"Thanks!\n\nOn 11 Nov 2026, at 08:00, Vera Lind wrote:\n\n{QUOTED}"
    document = article(message(body, subject="Re: Tools on loan"))
    assert [line for line in prose(document) if line != "Thanks!"] == list(LIBRARY)


def test_reply_in_html() -> None:
    """What a mail program marks as quoted is no part of an answer in HTML either."""
    quote = f"<div class='gmail_quote'>On 11 Nov 2026 Vera wrote:<blockquote>{html(*LIBRARY)}"
    data = message(html(REPLY, *TRAM) + quote, "text/html", "Re: Tools on loan")
    assert prose(data) == [REPLY.strip(), *TRAM]


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("Re: AW: Lock shut", "Lock shut"),
        ("Fwd: Re[2]: Lock shut", "Lock shut"),
        ("Re: [Skelby] Lock shut", "Lock shut"),
        ("[EXTERNAL] TR : Lock shut", "Lock shut"),
        ("Reopened: the lock", "Reopened: the lock"),
        ("Re:", "Re:"),
    ],
)
def test_subjects_without_marks(marked: str, title: str) -> None:
    """A headline has no "Re:" before it."""
    document = article(message("\n\n".join(HARBOUR), subject=marked))
    assert document.title is not None
    assert document.title.text == title


def test_article_that_quotes_a_mail() -> None:
    """A report that has the headers of a mail in it is no forwarded mail."""
    report = [*HARBOUR, *TRAM, *(f"On Monday, too: {sentence}" for sentence in TWO)]
    quoted = "From: Nils Abel\nTo: the board\nSubject: The crack"
    document = article(message("\n\n".join([*report, quoted, *LIBRARY])))
    assert prose(document) == [*report, *LIBRARY]
    assert document.publisher == "Skelby Post"


def test_quotations_in_newsletters() -> None:
    """A quotation that is part of the text stays, unlike what a mail program quotes."""
    body = f"{html(*HARBOUR)}<blockquote>{html(*LIBRARY)}</blockquote>{html(*TRAM)}"
    assert prose(message(body, "text/html")) == [*TWO, *TRAM]


BUTTON = "<a href='https://t.skelby.example/{n}'>{words}</a>"
STORIES = (("Lock shut", HARBOUR), ("Tools on loan", LIBRARY), ("More night trams", TRAM))


def newsletter(layout: str, words: str) -> str:
    """Return the stories, each with a heading and a button, in a layout with places for them."""
    stories = (
        layout.replace("HEADING", heading)
        .replace("TEXT", html(*text))
        .replace("BUTTON", BUTTON.format(n=n, words=words))
        for n, (heading, text) in enumerate(STORIES)
    )
    return "<html><body>" + "".join(stories) + "</body></html>"


CELLS = (
    "<table><tr><td><h2>HEADING</h2></td></tr><tr><td>TEXT</td></tr>"
    "<tr><td>BUTTON</td></tr></table>"
)


@pytest.mark.parametrize(
    "words",
    [
        "Read more",
        "READ MORE »",
        "Weiterlesen →",
        "Lire la suite",
        "Leer más",
        "Lees verder",
        "Läs mer",
        "Continua a leggere",
        "Leia mais",
        "Czytaj dalej",
        "Číst dále",
        "Читать далее",
        "Читати далі",
        "Les mer",
        "Læs mere",
        "Lue lisää",
        "Devamını oku",
        "Tovább olvasom",
        "Citește mai mult",
        "Διαβάστε περισσότερα",
        "اقرأ المزيد",
        "המשך קריאה",
        "और पढ़ें",
        "To the harbour »",
        "Zur Werft",
    ],
)
def test_buttons(words: str) -> None:
    """Stories below a button stay, and the button itself is gone."""
    document = article(message(newsletter(CELLS, words), "text/html", "The morning letter"))
    assert prose(document) == [*TWO, *TRAM]
    assert of_kind(document, Kind.HEADING) == [heading for heading, _ in STORIES]
    assert words not in document.text


@pytest.mark.parametrize(
    "layout",
    [
        "<div><p><b>HEADING</b></p>TEXT<p>BUTTON</p></div>",
        "<p style='font-size:22px'>HEADING</p>TEXT<table><tr><td>BUTTON</td></tr></table>",
        "<h3><a href='https://t.skelby.example/h'>HEADING</a></h3>TEXT<div>BUTTON</div><hr>",
        "<td><span style='display:block'>HEADING</span>TEXTBUTTON</td>",
        "<table><tr><td>TEXT</td><td>HEADING</td></tr></table><center>BUTTON</center>",
        "HEADING<br><br>TEXT<br>BUTTON<br><br>",
    ],
)
@pytest.mark.parametrize("words", ["Read more", "Mehr lesen"])
def test_layouts(layout: str, words: str) -> None:
    """Whatever the layout, every story is whole and no heading runs into a sentence."""
    assert prose(message(newsletter(layout, words), "text/html")) == [*TWO, *TRAM]


@pytest.mark.parametrize(
    "rubric", ["TOP STORIES", "Latest news", "Trending", "Related", "Mehr zum Thema", "Voir aussi"]
)
@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_rubrics(rubric: str, kind: str) -> None:
    """In a mail a rubric stands above stories, not above links."""
    above, below = HARBOUR[:2], TRAM
    body = "\n\n".join([*above, rubric, *below])
    if kind == "text/html":
        body = f"{html(*above)}<h2>{rubric}</h2>{html(*below)}"
    assert prose(message(body, kind)) == [*above, *below]


def test_buttons_in_plain_text() -> None:
    """Buttons of plain text go with their addresses, and addresses behind linked words."""
    address = "https://t.skelby.example/c?u=1&id=2"
    lines = [
        HARBOUR[0],
        f"Read more\n{address}",
        LIBRARY[0].replace("library", f"library <{address}>"),
        f"Read more <{address}>",
        TRAM[0],
        f"Read the full story: {address}",
    ]
    document = article(message("\n\n".join(lines)))
    assert prose(document) == [HARBOUR[0], LIBRARY[0], TRAM[0]]


HIDDEN = (
    "display:none",
    "display:none !important;mso-hide:all",
    "visibility: hidden",
    "font-size:0;line-height:0",
    "font-size:1px;color:#fff",
    "max-height:0px;overflow:hidden",
    "height:0;overflow:hidden",
    "opacity:0",
    "mso-hide:all",
    "color:#ffffff;background:#fff",
    "color:rgb(250,250,250);background-color:#FAFAFA",
    "position:absolute;left:-9999px",
    "text-indent:-5000px",
)
SUMMARY = "Three stories this morning, and one of them is about a lock that nobody can use."


@pytest.mark.parametrize("style", HIDDEN)
@pytest.mark.parametrize("tag", ["div", "span", "td"])
def test_hidden_summaries(style: str, tag: str) -> None:
    """Words that no reader sees are no words of the article."""
    hidden = f"<{tag} style='{style}'>{SUMMARY}</{tag}>"
    body = f"<table><tr>{hidden}</tr></table>" if tag == "td" else hidden
    document = article(message(f"<body>{body}{html(*HARBOUR)}", "text/html"))
    assert prose(document) == list(HARBOUR)
    assert "Three stories" not in document.text


@pytest.mark.parametrize(
    "markup_",
    [
        f"<style>.pre, .x {{ display: none }} @media print {{ .y {{ display: none }} }}</style>"
        f"<div class='pre z'>{SUMMARY}</div>",
        f"<div hidden>{SUMMARY}</div>",
        f"<div>{SUMMARY} {'&zwnj;&nbsp;' * 40}</div>",
        f"<div>{SUMMARY}{'&#847; &shy;' * 40}</div>",
        f"<div style='display:none'><table><tr><td>{SUMMARY}</td></tr></table></div>",
        f"<table bgcolor='#EEEEEE'><tr><td><font color='#eee'>{SUMMARY}</font></td></tr></table>",
        f"<p style='font-size:10px'>{SUMMARY}</p>",
    ],
)
def test_summaries_hidden_otherwise(markup_: str) -> None:
    """Classes, attributes, filling characters and small print above the mail hide as well."""
    assert prose(message(f"<body>{markup_}{html(*HARBOUR)}", "text/html")) == list(HARBOUR)


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0px;padding:20px",
        "color:#fff;background:#00f",
        "display:block",
        "opacity:.9",
        "height:0",
        "max-height:none",
        "color:#fff;background:url(x.png) #fff",
        "font-size:1.2em",
        "margin-left:-9px",
    ],
)
def test_what_can_be_seen(style: str) -> None:
    """A size of 0 around larger words hides nothing, nor do light words on dark ground."""
    inner = f"<div style='font-size:15px'>{html(*HARBOUR)}</div>"
    body = f"<table><tr><td style='{style}'>{inner}</td></tr></table>"
    assert prose(message(body, "text/html")) == list(HARBOUR)


FOOTERS = (
    "You are getting this letter because you asked for it on skelby.example. Unsubscribe any time.",
    "Sie erhalten diesen Newsletter, weil Sie sich angemeldet haben. Hier abmelden: Klick.",
    "Vous recevez cet e-mail parce que vous êtes abonné. Pour vous désabonner, cliquez ici.",
    "Recibe este correo porque se ha suscrito. Si no quiere más, puede darse de baja siempre.",
    "Hai ricevuto questa e-mail perché sei iscritto. Puoi disiscriverti in ogni momento, subito.",
    "Você recebeu este e-mail porque assinou. Para sair, basta cancelar a inscrição no site.",
    "U ontvangt deze nieuwsbrief omdat u zich hebt aangemeld. Afmelden kan via deze pagina.",
    "Otrzymujesz tę wiadomość, bo zapisałeś się na listę. Możesz zrezygnować w każdej chwili.",
    "Tento e-mail dostáváte, protože jste se přihlásili. Odhlásit se můžete kdykoli na webu.",
    "Вы получили это письмо, потому что подписались. Чтобы отписаться, нажмите на ссылку внизу.",
    "Ви отримали цей лист, бо підписалися. Щоб відписатися, натисніть на посилання внизу листа.",
    "Du får det här mejlet för att du prenumererar. Vill du inte ha fler, säg till här nedan.",
    "Du modtager denne mail, fordi du har tilmeldt dig. Vil du ikke have flere, så sig til her.",
    "Saat tämän viestin, koska olet tilannut sen. Peruuta tilaus milloin haluat verkkosivulla.",
    "Bu e-postayı abone olduğunuz için alıyorsunuz. Abonelikten çıkmak için tıklayın lütfen şimdi.",
    "Αν λαμβάνετε αυτό το μήνυμα, είστε συνδρομητής. Μπορείτε να φύγετε όποτε θέλετε από εδώ.",
    "تتلقى هذه الرسالة لأنك مشترك في القائمة. يمكنك إلغاء الاشتراك في أي وقت من هنا مباشرة.",
    "קיבלת הודעה זו כי נרשמת לרשימה שלנו באתר. אפשר לבטל את ההרשמה בכל זמן דרך העמוד שלנו.",
)


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_footers(footer: str, kind: str) -> None:
    """How to leave a list is no news, nor is what stands below it."""
    below = "Skelby Post is published by the Harbour Press Company, which is owned by its readers."
    texts = [*HARBOUR, footer, below]
    body = html(*texts) if kind == "text/html" else "\n\n".join(texts)
    assert prose(message(body, kind)) == list(HARBOUR)


@pytest.mark.parametrize(
    "footer",
    [
        "<p>Sent to mia.roos@home.example, who reads us since 2019 and stops when she likes.</p>",
        "<p>We like to hear from our readers. <a href='https://x.example/unsub?u'>Enough?</a></p>",
        "<p style='font-size:11px'>The Post is printed on paper from old newspapers and rags.</p>",
        "<div><small>The Post is printed on paper that is made of old newspapers.</small></div>",
        "<p>© 2026 The Skelby Post, published by the Harbour Press Company in Skelby.</p>",
        "<footer><p>The Post is printed on paper that is made of old newspapers.</p></footer>",
        "<p>This e-mail may contain confidential information and is for its readers alone.</p>",
    ],
)
def test_footers_by_shape(footer: str) -> None:
    """Small print, the reader's address and the links of a footer tell it, whatever its words."""
    assert prose(message(html(*HARBOUR) + footer, "text/html")) == list(HARBOUR)


@pytest.mark.parametrize(
    "line",
    [
        "Having trouble reading this? View it in your browser, where the pictures are larger too.",
        "Diese E-Mail wird nicht richtig angezeigt? Dann können Sie sie im Browser ansehen, hier.",
        "Cet e-mail ne s'affiche pas bien ? Vous pouvez le lire en ligne, avec toutes les images.",
        "<a href='https://x.example/preferences'>Fewer letters? Tell us how many you want.</a>",
        "Dear reader, this was sent to mia.roos@home.example on Friday morning by the Skelby Post.",
    ],
)
def test_lines_above(line: str) -> None:
    """What stands above the news about the mail itself is no news."""
    assert prose(message(html(line, *HARBOUR), "text/html")) == list(HARBOUR)


@pytest.mark.parametrize(
    "sentence",
    [
        "The law lets customers unsubscribe from any newsletter with one click, the minister said.",
        "The court found that the copyright in the song belongs to her heirs and to nobody else.",
        "The firm changed its privacy policy in May, and 40,000 users have left it since then.",
        "He forwarded the message to his brother, who read more of it than he had meant to.",
        "Advertisements on trams are to be forbidden from next year on, the council decided.",
        "Lind wrote to the board from her holiday: the tools must be back by the end of June.",
        "She did not say why.",
        "Visitors can see it online from Friday on, and they can open it in a browser for free.",
        "The court heard that this message was sent by the minister on the eve of the vote.",
        "The file is said to be confidential, and funds were meant for the individual towns.",
        "Nutzer können die Datei im Browser öffnen, und Kunden sich leichter abmelden.",
        "Les clients peuvent se désabonner d'un seul geste, et lire la loi en ligne dès vendredi.",
        "Miles de personas quieren darse de baja del seguro, según dijo ayer la ministra Ana Ruiz.",
        "Minister nie chce zrezygnować z urzędu, jak powiedział w piątek dziennikarzom w Krakowie.",
        "De spelers moesten zich afmelden voor de wedstrijd, zei de trainer vrijdag in Utrecht.",
        "Η διαγραφή των χρεών θα κοστίσει δύο εκατομμύρια ευρώ, είπε η υπουργός την Παρασκευή.",
        "تتلقى هذه المناطق مساعدات من الحكومة منذ شهر مارس بعد أن دمرت السيول مئات البيوت هناك.",
        "<a href='https://x.example/poll/voter-preference'>A poll</a> found that most want it.",
    ],
)
@pytest.mark.parametrize("place", [1, 3])
def test_news_about_mail(sentence: str, place: int) -> None:
    """News that speaks of mails, lists and copyright stays news, at the end too."""
    words = re.sub("<.*?>", "", sentence)
    texts = [*HARBOUR, *LIBRARY]
    texts.insert(place if place < 3 else len(texts), words)
    shown = html(*texts).replace(words, sentence)
    for kind, body in (("text/plain", "\n\n".join(texts)), ("text/html", shown)):
        # Not labelled: a short line in another language has no verb that `clean` knows.
        document = read("letter.eml", message(body, kind))
        assert isinstance(document, Document)
        assert prose(document) == texts


@pytest.mark.parametrize(
    "word",
    ["ADVERTISEMENT", "Sponsored", "Anzeige", "Publicité", "Publicidad", "A word from our sponsor"],
)
def test_advertisements(word: str) -> None:
    """An advertisement in a table of its own goes as a whole."""
    advert = (
        f"<table><tr><td>{word}</td></tr><tr><td><p>Buy two lamps and pay for one.</p></td></tr>"
    )
    price = "<tr><td><a href='https://x.example'>Only 19.99 €</a></td></tr></table>"
    body = f"<table><tr><td>{html(*HARBOUR)}{advert}{price}{html(*LIBRARY)}</td></tr></table>"
    assert prose(message(body, "text/html")) == TWO


@pytest.mark.parametrize(
    ("markup_", "expected"),
    [
        (f"<b>Why it matters:</b> {HARBOUR[0]}", "Why it matters:"),
        (
            f"<b>Lock shut after divers find crack</b> {HARBOUR[0]}",
            "Lock shut after divers find crack",
        ),
        (f"<strong>Lock shut</strong><br>{HARBOUR[0]}", "Lock shut"),
        (f"<span style='display:block'>Lock shut</span>{HARBOUR[0]}", "Lock shut"),
        (f"<b>Lock shut on Friday</b>{HARBOUR[0]}", "Lock shut on Friday"),
        (f"<td>Lock shut</td><td>{HARBOUR[0]}</td>", "Lock shut"),
    ],
)
def test_headings(markup_: str, expected: str) -> None:
    """A heading in the line of its text never runs into the first sentence."""
    document = article(message(f"<p>{LIBRARY[0]}</p><div>{markup_}</div>", "text/html"))
    assert prose(document) == [LIBRARY[0], HARBOUR[0]]
    assert of_kind(document, Kind.HEADING) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "<b>Engineer Nils Abel</b> said on Friday that the northern lock stays shut until March.",
        "<b>The harbour board</b> of Skelby shut its northern lock on Friday for some weeks.",
        "<b>Nils Abel:</b> We shut the northern lock on Friday, and it stays shut until March.",
        "It is <b>the northern lock</b> that stays shut until March, engineer Nils Abel said.",
    ],
)
def test_bold_words(sentence: str) -> None:
    """Bold words that belong to their sentence stay in it."""
    words = sentence.replace("<b>", "").replace("</b>", "")
    assert prose(message(html(sentence, *LIBRARY), "text/html")) == [words, *LIBRARY]


NOTICE = "NOTICE TO SKIPPERS 7"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "\n\n".join([NOTICE, *HARBOUR])),
        ("text/html", "\r\n\r\n".join([NOTICE, *HARBOUR]).replace("2.6", "&#50;.6")),
        ("text/html", "<b>" + NOTICE + "</b>\n\n" + "\n\n".join(HARBOUR)),
        ("text/html", f"<html><body>{NOTICE}\n" + "\n".join(HARBOUR) + "</body></html>"),
        (
            "text/html",
            f"{NOTICE}\n\n" + "\n\n".join(textwrap.fill(text, 60) for text in HARBOUR),
        ),
        ("text/plain", f"<h1>{NOTICE}</h1>{html(*HARBOUR)}"),
        (
            "text/plain",
            f"<!DOCTYPE html>\n<html><body><h1>{NOTICE}</h1>{html(*HARBOUR)}</body></html>",
        ),
        ("text/html", f"<pre>{NOTICE}\n\n" + "\n\n".join(HARBOUR) + "</pre>"),
        ("text/html", f"{NOTICE}<br><br>" + "<br><br>".join(HARBOUR)),
    ],
)
def test_text_marked_as_what_it_is_not(kind: str, body: str) -> None:
    """Line ends are line ends where there are no paragraphs, and mark-up is mark-up."""
    document = article(message(body, kind))
    joined = [" ".join(text.split()) for text in prose(document)]
    assert joined == list(HARBOUR)
    assert of_kind(document, Kind.HEADING) == [NOTICE]


@pytest.mark.parametrize(
    ("headers", "day"),
    [
        ("Date: Fri, 13 Nov 2026 23:30:00 -0500\r\n", date(2026, 11, 13)),
        ("Received: from a by b; Sat, 14 Nov 2026 05:30:00 +0100\r\n", date(2026, 11, 14)),
        (
            "Date: soon\r\nReceived: by b (c; d);\r\n Sat, 14 Nov 2026 05:30:00 +0100\r\n",
            date(2026, 11, 14),
        ),
        ("Date: 2026-11-13T07:00:00Z\r\n", date(2026, 11, 13)),
        ("", None),
    ],
)
def test_days(headers: str, day: date | None) -> None:
    """A mail is of the day on which it was sent, else of the day on which it came."""
    body = "\r\n\r\n".join(HARBOUR)
    document = article(f"{headers}From: a@b.example\r\nSubject: Lock\r\n\r\n{body}".encode())
    assert document.date == day


@pytest.mark.parametrize("data", [b"", b"Just words.", b"From: a\r\n\r\n", b"\xff\xfe\x00"])
def test_files_that_are_no_message(data: bytes) -> None:
    """A file `.eml` without a message or a text is skipped with the reason."""
    skipped = read("letter.eml", data)
    assert isinstance(skipped, Skipped)
    assert "; " in skipped.reason


@pytest.mark.parametrize(
    "unit",
    [
        "<div style='color:#fff'>x",
        "<a href=x>word word</a><br>",
        "<td>From:</td><td>x</td>",
        "<b>x</b> y ",
        "> On 1 May 2026, x wrote:\n> ",
        "-----Original Message-----\nFrom: x\nDate: y\n",
        "Read more <https://x.example/y> ",
        "&zwnj; ",
        "- - - -- --- ",
        "<style>.a{b:c}",
    ],
)
@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_long_mails_take_time_as_their_length(unit: str, kind: str) -> None:
    """Twice the text takes about twice the work, whatever it is made of."""
    once, twice = (
        steps(lambda count=count: read("a.eml", message(unit * count, kind)))
        for count in (400, 800)
    )
    assert twice < 2.6 * once


def test_style_sheets_without_an_end() -> None:
    """Broken style sheets give the rules that can be read."""
    assert styles.rules_of(".a{display:none} .b{color:red") == {"a": ";display:none"}
    assert styles.rules_of("}}} .a, p.b > i{x:y}") == {"a": ";x:y"}
    assert [each.words for each in markup.passages("<style>.a{</style><p class=a>Seen")[0]] == [
        "Seen"
    ]
