"""What administrators do: people, invitations, the audit, the settings."""
