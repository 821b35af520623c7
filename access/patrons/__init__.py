"""The people around the library: accounts, what each role may do, sessions, invitations, what is kept of them."""
