"""make safety: how surely warning signs are caught, and that nothing said beside one hides it."""
