"""How people come in: sign-in, the first run, invitations, and everybody's own account."""
