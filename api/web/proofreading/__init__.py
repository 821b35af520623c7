"""The pages of those who proofread: doubtful readings as questions, and what was given to them."""
