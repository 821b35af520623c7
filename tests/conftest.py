"""What holds for every test."""

import os

from hypothesis import settings

# The suite judges a change, so it must say the same twice; HYPOTHESIS_PROFILE=wide looks further, at random.
settings.register_profile("suite", derandomize=True)
settings.register_profile("wide", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
