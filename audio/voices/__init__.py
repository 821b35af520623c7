"""The Voice port and its drivers."""
