"""What people are told, and whether they were."""
