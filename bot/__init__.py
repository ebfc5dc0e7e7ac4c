"""Aftercare: grounded, cited and safe answers about vertebroplasty."""
