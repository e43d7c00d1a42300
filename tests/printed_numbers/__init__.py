"""Every number that the course prints, and what computes it: one entry for each sentence, in both languages.

An entry names the cell (or the exercise, for its hints and its graders' claims), quotes the words that hold the
numbers, and computes them in the order in which they stand there. Where there is nothing to compute it is a definition
or a convention.
"""

from tests.printed_numbers.by_hand import BY_HAND
from tests.printed_numbers.claims import CLAIMS
from tests.printed_numbers.engine import BACKWARD, RELU, VALUE
from tests.printed_numbers.entry import Printed
from tests.printed_numbers.linear import LINEAR
from tests.printed_numbers.network import NETWORK, TENSOR
from tests.printed_numbers.unmask import UNMASK

__all__ = ["PRINTED", "Printed"]

PRINTED = [*LINEAR, *BY_HAND, *VALUE, *RELU, *BACKWARD, *NETWORK, *TENSOR, *UNMASK, *CLAIMS]
