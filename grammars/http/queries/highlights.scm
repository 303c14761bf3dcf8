(comment) @comment
(directive) @keyword.directive

(separator) @punctuation.special
(title) @label

(variable_name) @variable
(variable_value) @string
(variable [ "=" ":=" ] @operator)

(script) @embedded

(method) @keyword
(target) @string.special.url
(target_continuation) @string.special.url
(http_version) @constant.builtin

(status_code) @number
(reason) @string

(field_name) @property
(field ":" @punctuation.delimiter)
(field_value) @string
(malformed_field) @error

(file_body) @string.special.path
(curl) @string.special
(elision) @comment
