"""What the outside world touches: for now the command line."""
