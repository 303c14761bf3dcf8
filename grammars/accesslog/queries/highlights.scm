(comment) @comment
(directive_name) @keyword.directive
(directive_value) @string.special

(bare) @constant
(quoted) @string
(bracketed) @string.special
(braced) @string.special

(key) @property
(string) @string
(number) @number
(literal) @constant.builtin
[ "{" "}" "[" "]" ] @punctuation.bracket
(malformed) @error
