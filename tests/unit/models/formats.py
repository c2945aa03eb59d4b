"""The number formats besides float32. A test of one that this processor cannot compute in is skipped."""

import pytest

from bertplay.models.precision import works

needs_bfloat16 = pytest.mark.skipif(not works("bfloat16"), reason="this processor does not compute in bfloat16")
needs_int8 = pytest.mark.skipif(not works("int8"), reason="this processor does not compute in int8")
each_format = pytest.mark.parametrize(
    "number_format", [pytest.param("bfloat16", marks=needs_bfloat16), pytest.param("int8", marks=needs_int8)]
)
