"""What a node of a syntax tree can be mistaken for: the operators of mechanical mutation.

No maintained tool fits. mutmut rewrites a package that its own pytest run imports; our graders import no solution:
a worker in another process is sent its text. cosmic-ray changes a file on disk and runs a command for each mutant,
a second where an exercise is graded in hundredths of one. Neither deletes a statement or takes one name for another,
which are the mistakes that people make.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

OPERATORS: Mapping[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
COMMUTATIVE = (ast.Add, ast.Mult)
ATTRIBUTES = {"data": "grad", "grad": "data"}


def alternatives(node: ast.AST, names: Sequence[str]) -> Iterator[ast.AST]:
    """What could stand in a node's place; `names` are the local ones. A statement can also be gone (`pass`)."""
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
        yield ast.Pass()
    if isinstance(node, ast.Name):
        yield from _names(node, names)
    elif type(node) in _BY_TYPE:
        yield from _BY_TYPE[type(node)](node)


def _names(node: ast.Name, names: Sequence[str]) -> Iterator[ast.AST]:
    if isinstance(node.ctx, ast.Load) and node.id in names:
        yield from (ast.Name(name, node.ctx) for name in names if name != node.id)


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    for other in OPERATORS.get(type(node.op), ()):
        yield ast.BinOp(node.left, other(), node.right)
    if not isinstance(node.op, COMMUTATIVE):
        yield ast.BinOp(node.right, node.op, node.left)
    yield from (node.left, node.right)


def _augmented(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield ast.Assign([node.target], node.value)
    for other in OPERATORS.get(type(node.op), ()):
        yield ast.AugAssign(node.target, other(), node.value)


def _assignment(node: ast.Assign) -> Iterator[ast.AST]:
    if isinstance(target := node.targets[0], (ast.Name, ast.Attribute, ast.Subscript)):
        yield ast.AugAssign(target, ast.Add(), node.value)


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for i, op in enumerate(node.ops):
        for other in OPERATORS.get(type(op), ()):
            yield ast.Compare(node.left, [*node.ops[:i], other(), *node.ops[i + 1 :]], node.comparators)
    yield from (ast.Constant(True), ast.Constant(False))


def _boolean(node: ast.BoolOp) -> Iterator[ast.AST]:
    for other in OPERATORS[type(node.op)]:
        yield ast.BoolOp(other(), node.values)
    yield from node.values


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        one = type(value)(1)
        others = dict.fromkeys((0 * one, one, value + one, 2 * value, -value))
        yield from (ast.Constant(other) for other in others if other != value)


def _condition(node: Any) -> Iterator[ast.AST]:
    """An `if` of either kind, or a `while`, that asks the contrary."""
    fields = {field: getattr(node, field) for field in node._fields}
    yield type(node)(**fields | {"test": ast.UnaryOp(ast.Not(), node.test)})


def _call(node: ast.Call) -> Iterator[ast.AST]:
    """One of the arguments instead of the call; one argument less; the function itself."""
    yield from (argument for argument in node.args if not isinstance(argument, (ast.Starred, ast.GeneratorExp)))
    for i in range(len(node.args) if len(node.args) > 1 else 0):
        yield ast.Call(node.func, [*node.args[:i], *node.args[i + 1 :]], node.keywords)
    yield node.func


def _attribute(node: ast.Attribute) -> Iterator[ast.AST]:
    if node.attr in ATTRIBUTES:
        yield ast.Attribute(node.value, ATTRIBUTES[node.attr], node.ctx)
    if isinstance(node.ctx, ast.Load):
        yield node.value


def _subscript(node: ast.Subscript) -> Iterator[ast.AST]:
    if isinstance(node.ctx, ast.Load):
        yield node.value


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _tuple(node: ast.Tuple) -> Iterator[ast.AST]:
    """The elements in the other order, or one of them less."""
    if isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield ast.Tuple(node.elts[::-1], node.ctx)
        yield from (ast.Tuple([*node.elts[:i], *node.elts[i + 1 :]], node.ctx) for i in range(len(node.elts)))


_BY_TYPE: Mapping[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.BinOp: _binary,
    ast.AugAssign: _augmented,
    ast.Assign: _assignment,
    ast.Compare: _comparison,
    ast.BoolOp: _boolean,
    ast.Constant: _constant,
    ast.If: _condition,
    ast.IfExp: _condition,
    ast.While: _condition,
    ast.Call: _call,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.UnaryOp: _unary,
    ast.Tuple: _tuple,
}
