# shellcheck shell=bash
# How the scripts of this folder speak: one plain line at a time, in Chinese where TONGDU_LANGUAGE or the locale says so, in English
# elsewhere. No colour, no boxes, nothing that is redrawn, because many of us listen to a terminal or read it by hand.
# Sourced by the scripts, never run.

say() { # say ENGLISH CHINESE
  case "${TONGDU_LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
    zh*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

fail() { # fail ENGLISH CHINESE: say it on the error stream and stop
  say "$1" "$2" >&2
  exit 1
}
