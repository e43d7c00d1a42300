"""`Tensor.__matmul__`, between tensors whose other operations are built by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.sandbox.worker import Malformed, failure

from .calls import decode, encode
from .nodes import called, closure


def tensors(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Replay each case until one raises: data before, gradients after a walk back over the tape."""
    tensor = getattr(module, "Tensor", None)
    if not isinstance(tensor, type):
        raise Malformed("name", "Tensor", tensor)
    replies: list[dict[str, Any]] = []
    for case in cases:
        try:
            replies.append(_replay(tensor, case))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _replay(tensor: Callable[..., Any], case: Mapping[str, Any]) -> dict[str, Any]:
    leaves = [tensor(_operand(x, case["strided"])) for x in case["point"]]
    if case["received"]:
        _receive(leaves, case["received"])
    nodes = list(leaves)
    for operation in case["operations"]:
        by_hand = not isinstance(operation[0], str)
        nodes.append(_by_hand(tensor, operation, nodes) if by_hand else _called(operation, nodes))
    data = [_matrix(node.data) for node in nodes]
    results = nodes[len(leaves) :]
    reply: dict[str, Any] = {"data": data, "gradients": _walk(nodes, results, case["upstream"])}
    reply["operands"] = [_remembered(node, nodes) for node in results]
    if case["again"]:
        _receive(leaves, case["received"])
        _receive(results, 0.0)
        reply["again"] = _walk(nodes, results, case["again"])
    after = [_matrix(node.data) for node in nodes]
    return reply if after == data else reply | {"after": after}


def _receive(nodes: Sequence[Any], gradient: float) -> None:
    """Let every entry of these nodes' gradients be this one."""
    import numpy

    for node in nodes:
        node.grad = numpy.full(node.data.shape, gradient)


def _walk(nodes: Sequence[Any], results: Sequence[Any], upstream: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The gradients after each closure was called, from the root to the operands."""
    nodes[-1].grad = decode(upstream, [])
    for node in reversed(results):
        closure(node)()
    return [_matrix(node.grad) for node in nodes]


def _remembered(node: Any, nodes: Sequence[Any]) -> list[int]:
    places = {id(x): i for i, x in enumerate(nodes)}
    return sorted({places.get(id(x), -1) for x in getattr(node, "_prev", ())})


def _operand(wire: Mapping[str, Any], strided: bool) -> Any:
    """An array, where asked for as every other entry of a larger one."""
    import numpy

    array = decode(wire, [])
    if not strided:
        return array
    larger = numpy.full([2 * n for n in array.shape], numpy.nan)
    every_other = tuple(slice(None, None, 2) for _ in array.shape)
    larger[every_other] = array
    return larger[every_other]


def _called(operation: Sequence[Any], nodes: Sequence[Any]) -> Any:
    """What the submission returns."""
    path, operands = operation
    out = called(path)(*(nodes[i] for i in operands))
    if not hasattr(out, "data") or not hasattr(out, "grad"):
        raise Malformed("tensor", "@", out)
    return out


def _by_hand(tensor: Callable[..., Any], operation: Sequence[Any], nodes: Sequence[Any]) -> Any:
    """A result whose closure adds upstream gradient times the local derivatives that came with the request."""
    data, operands, local = operation
    pairs = [(nodes[i], decode(slopes, [])) for i, slopes in zip(operands, local, strict=True)]
    out = tensor(decode(data, []), tuple(node for node, _slopes in pairs))

    def _backward() -> None:
        for node, slopes in pairs:
            gradient = _summed(slopes * out.grad, node.data)
            if gradient.shape == node.data.shape:  # where not, the data are wrong already, and are told
                node.grad = node.grad + gradient

    out._backward = _backward
    return out


def _summed(gradient: Any, operand: Any) -> Any:
    """The gradient of an operand that was stretched to more rows: the sum over them."""
    while gradient.ndim > operand.ndim:
        gradient = gradient.sum(axis=0)
    return gradient.sum(axis=0, keepdims=True) if gradient.ndim == 2 and operand.shape[0] == 1 else gradient


def _matrix(array: Any) -> dict[str, Any]:
    shape, data = encode(array)
    return {"shape": shape, "data": data}
