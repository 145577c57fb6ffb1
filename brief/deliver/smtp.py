"""Hand a message in at a mail server (RFC 5321, RFC 3207, RFC 8314); `message` makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import TYPE_CHECKING

from brief.errors import DeliveryError, UsageError
from brief.language.visible import visible
from brief.web.addresses import is_loopback

if TYPE_CHECKING:
    import smtplib

#: Characters of a server's answer that an error quotes, at most.
_SAID = 200
#: Seconds that a server may take to answer a greeting.
_GREETING = 10.0


class Security(StrEnum):
    """How a connection is encrypted; nothing falls back to less."""

    STARTTLS = "starttls"  #: from the first word after the greeting on (RFC 3207)
    TLS = "tls"  #: from the start (RFC 8314)
    PLAIN = "plain"  #: not at all, to this machine only


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server that takes mail in, and how to reach it."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    #: Empty where the server asks for none.
    user: str = ""


def send(
    message: EmailMessage,
    server: Server,
    password: str | None,
    *,
    timeout: float = 30.0,
    only: Sequence[str] = (),
) -> None:
    """Hand `message` in at `server`, for all in its `To` or `only` for these addresses of them.

    `timeout` is in seconds, for the connection and for each answer.  The certificate is checked
    and has to bear the name of the host.

    Raises:
        UsageError: no password for the user, unencrypted to another machine, none of `only` is a
            recipient.
        DeliveryError: some recipients were refused (the others have the page), or nobody has the
            page, or the server went away before it said so.
    """
    _refuse_careless(server, password, timeout)
    sender = message["From"].addresses[0]
    everybody = [address.addr_spec for address in message["To"].addresses]
    recipients = [address for address in everybody if address in only] if only else everybody
    if not recipients:
        raise UsageError("nobody of these is a recipient", advice="name some that are")
    # The sender's domain, as this machine's own name is nobody's business.
    with _session(server, password, sender.domain, timeout) as smtp:
        refused = smtp.sendmail(sender.addr_spec, recipients, message.as_bytes())
    if refused:
        raise DeliveryError(
            f"refused for some: {_refusals(refused)}",
            where=_place(server),
            advice="the others have the page; send it to these alone, or correct them",
        )


def greet(server: Server, password: str | None) -> None:
    """Connect to `server`, log in where a user is given, and leave; raise what `send` raises."""
    _refuse_careless(server, password, _GREETING)
    with _session(server, password, "localhost", _GREETING):
        pass


@contextmanager
def _session(
    server: Server, password: str | None, hello: str, timeout: float
) -> Iterator[smtplib.SMTP]:
    """Connect as `hello`, log in where a user is given, and leave; errors become ours."""
    try:
        with closing(_connected(server, hello, timeout)) as smtp:
            if server.user:
                smtp.login(server.user, password or "")
            yield smtp
            with suppress(OSError):
                smtp.quit()  # what comes now cannot undo the delivery
    except OSError as error:  # what SMTP and TLS raise are kinds of it
        raise _failure(_without(error, server.user, password), _place(server)) from error
    except (ValueError, OverflowError):
        # Without its cause, which holds the password.
        problem = "the host, port, user name or password holds what cannot be sent"
        raise DeliveryError(problem, where=_place(server), advice="check them") from None


def _place(server: Server) -> str:
    return visible(f"{server.host}:{server.port}")


def _refuse_careless(server: Server, password: str | None, timeout: float) -> None:
    where = visible(server.host)
    # The system takes no name for this machine, and ends one where a control stands.
    if not server.host or "".join(visible(server.host).split()) != server.host:
        raise UsageError("no host", where=where, advice="name one like mail.example.org")
    if server.security is Security.PLAIN and not is_loopback(server.host):
        raise UsageError("mail would go unencrypted", where=where, advice="use starttls or tls")
    if server.user and password is None:
        raise UsageError("no password for the user", where=where, advice="give one, or no user")
    if not 0 < server.port < 1 << 16:  # the library would take what is left of it for another
        raise UsageError("no port", where=f"{where}:{server.port}", advice="use 587 or 465")
    if timeout <= 0:
        raise UsageError("no time to connect in", where=str(timeout), advice="give some seconds")


def _connected(server: Server, hello: str, timeout: float) -> smtplib.SMTP:
    import smtplib
    import ssl

    context = None if server.security is Security.PLAIN else ssl.create_default_context()
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, hello, timeout=timeout, context=context)
    smtp = smtplib.SMTP(server.host, server.port, hello, timeout=timeout)
    if server.security is Security.STARTTLS:
        try:
            smtp.starttls(context=context)  # raises where it is not offered
        except BaseException:
            smtp.close()
            raise
    return smtp


def _without(error: OSError, user: str, password: str | None) -> OSError:
    """Return an error in which no answer of the server repeats what was sent to log in."""
    from base64 import b64encode
    from smtplib import SMTPResponseException as Answer

    if password and isinstance(error, Answer):
        answer, secret = error.smtp_error, password.encode("utf-8", "replace")
        plain = answer.encode("utf-8", "replace") if isinstance(answer, str) else answer
        both = b"\0%b\0%b" % (user.encode("utf-8", "replace"), secret)
        for form in (b64encode(both), b64encode(secret), secret):  # RFC 4616, RFC 4954
            plain = plain.replace(form, b"...")
        error.smtp_error = plain
    return error


def _failure(error: OSError, where: str) -> DeliveryError:
    """Return what went wrong, with the advice to try again where that may help."""
    import socket
    import ssl
    from smtplib import SMTPAuthenticationError as Denied
    from smtplib import SMTPException, SMTPNotSupportedError, SMTPServerDisconnected
    from smtplib import SMTPRecipientsRefused as NobodyTaken
    from smtplib import SMTPResponseException as Answer

    later, check = "try again later", "check its name, port and encryption"
    match error:
        case Denied():
            problem = f"user or password refused: {_said(error.smtp_code, error.smtp_error)}"
            advice, lasting = "check them", error.smtp_code >= 500
        case NobodyTaken():
            lasting = all(code >= 500 for code, _ in error.recipients.values())
            problem, advice = f"refused for all: {_refusals(error.recipients)}", "check them"
        case Answer():
            problem = f"the server refused: {_said(error.smtp_code, error.smtp_error)}"
            advice, lasting = "ask who runs it", error.smtp_code >= 500
        case SMTPServerDisconnected() | ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            problem, advice, lasting = "the server closed the connection", later, False
        case SMTPNotSupportedError() | SMTPException():
            problem, advice, lasting = f"not offered: {_shown(str(error))}", check, True
        case ssl.SSLCertVerificationError():
            problem = f"its certificate is not trusted: {_shown(error.verify_message)}"
            advice, lasting = "check the host's name, or what SSL_CERT_FILE names", True
        case ssl.SSLError():
            problem, advice, lasting = f"no encryption: {_shown(str(error))}", check, True
        case socket.gaierror():
            problem, advice, lasting = "no such host is known now", check, False
        case TimeoutError():
            problem, advice, lasting = "no answer in time", later, False
        case _:
            said = _shown(error.strerror or str(error)).lower()
            problem, advice, lasting = f"no connection: {said}", check, False
    return DeliveryError(problem, where=where, advice=advice if lasting else later)


def _refusals(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return ", ".join(f"{address} ({_said(*answer)})" for address, answer in refused.items())


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {_shown(text)}".rstrip()


def _shown(text: str) -> str:
    return visible(text)[:_SAID]
