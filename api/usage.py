"""Wrong use of the command, and its help, in the reader's language.

The command line library writes both in English; what it says is told again in our own words.
"""

from __future__ import annotations

import re

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from api.language import _, chosen_language


class _Helpful:
    """What commands and groups of commands have in common: their help is in the reader's language, and whole."""

    help: str | None

    def get_help(self, ctx: typer.Context) -> str:
        """The help of the command."""
        return told_help(super().get_help(ctx))  # type: ignore[misc]

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 (the library's own)
        """The help in the list of commands: the whole sentence, which may go on in the next line."""
        return (self.help or "").strip()


class Command(_Helpful, TyperCommand):  # type: ignore[misc]  # the library's own context goes by another name
    """A command."""


class Group(_Helpful, TyperGroup):  # type: ignore[misc]
    """A command of commands."""


def told_help(text: str) -> str:
    """Put the library's own words in a help text into the reader's language; types of arguments are left out."""
    text = re.sub(r"\{(\S+?)\}\.\.\.", r"\1", text)
    text = re.sub(r" <\S+>(?=  )", "", text, flags=re.MULTILINE)
    for pattern, words in (
        (r"^Usage: ", _("Usage: ")),
        (r"^Arguments:$", _("Arguments:")),
        (r"^Options:$", _("Options:")),
        (r"^Commands:$", _("Commands:")),
        (r"\[OPTIONS\]", _("[OPTIONS]")),
        (r"COMMAND \[ARGS\]\.\.\.", _("COMMAND …")),
        (r"\[required\]$", _("[required]")),
        (r"\[default: (?=[^\]]*\]$)", _("[default: ")),
        (r"Show this message and exit\.$", _("Show this help and leave.")),
    ):
        text = re.sub(pattern, words.replace("\\", r"\\"), text, flags=re.MULTILINE)
    return text


def wrong_use(error: TyperException) -> str:
    """What was wrong, and where the right use is told."""
    hint = _("`tongdu --help` tells how it is used.")
    context = getattr(error, "ctx", None)
    if context is not None and context.command_path != "tongdu":
        hint = _("`{command} --help` tells how it is used.").format(command=context.command_path)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    gap = "" if chosen_language() == "zh" else " "
    return f"{_wrong(error)}{gap}{hint}"


def _wrong(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "")
    if parameter is not None:
        is_option = parameter.param_type_name == "option"
        name = parameter.opts[0] if is_option else parameter.metavar or parameter.name
    match type(error).__name__:
        case "NoSuchOption":
            return _("There is no option {name}.").format(name=name)
        case "MissingParameter":
            return _("{name} is missing.").format(name=name)
        case "BadOptionUsage" if "does not take" in error.message:
            return _("{name} takes no value.").format(name=name)
        case "BadOptionUsage":
            return _("{name} needs a value.").format(name=name)
        case "BadParameter":
            reason = error.message
            if "valid integer" in reason:
                reason = _("it must be a whole number.")
            elif "valid number" in reason:
                reason = _("it must be a number.")
            return _("Wrong value for {name}: {reason}").format(name=name, reason=reason)
        case _:
            return _wrong_words(error.format_message())


def _wrong_words(message: str) -> str:
    """Tell what is recognised by its words only."""
    command = re.match(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", message)
    if command and command[2]:
        meant = _(", ").join(re.findall(r"'([^']*)'", command[2]))
        return _("There is no command “{name}”; perhaps {meant} is meant.").format(name=command[1], meant=meant)
    if command:
        return _("There is no command “{name}”.").format(name=command[1])
    extra = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    if extra:
        return _("There is too much in the command: {words}.").format(words=extra[1])
    if message.startswith("Missing command"):
        return _("A command is missing.")
    return message if message.endswith((".", "。", "?")) else f"{message}."
