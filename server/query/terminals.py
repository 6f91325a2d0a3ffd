"""The terminals of SPARQL 1.1 Query, 19.8, as regular expressions with little backtracking."""

SPACE = r"[ \t\r\n]++|\#[^\r\n]*+"
IRI = r"""<[^<>"{}|^`\\\x00-\x20]*+(?:\\[uU][0-9A-Fa-f]++[^<>"{}|^`\\\x00-\x20]*+)*+>"""
# An unclosed string takes the rest of its line, an unclosed long string the rest of the text.
STRING = (
    r'"""(?:[^"\\]++|\\(?:.|\Z)|"(?!""))*+(?:""")?'
    r"|'''(?:[^'\\]++|\\(?:.|\Z)|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\r\n]++|\\.)*+"?'
    r"|'(?:[^'\\\r\n]++|\\.)*+'?"
)
OTHER = r"[?$]\w*+|_:[\w.\-]*+|@[A-Za-z]*+|\d++|[^\w(){}\[\]:\"'\#\s]|_"
LOCAL = r"(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\.|\.++(?=[\w:%\\\-]))*+"
RUN = r"[^\W\d_][\w.\-·]*+"
GAP = rf"(?:{SPACE})*+"
