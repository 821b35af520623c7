"""Keys by which programs reach the service: what each may do, made, found again and taken back."""
