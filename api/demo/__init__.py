"""A library to try things out in: made-up people, sample books, something already ordered (`tongdu serve --demo`)."""
