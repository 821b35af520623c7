"""The web pages: for readers and staff, in two languages, without JavaScript, over the same library as the rest."""
