"""Pages for people: what a link in a mail opens in a browser."""
