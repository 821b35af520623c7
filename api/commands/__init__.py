"""The subcommands of `tongdu`, a file for each group."""
