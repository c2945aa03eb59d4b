"""Who computes: `base.Backend` is the seam, `local.LocalBackend` computes in this process."""
