[
  (request)
  (response)
  (fields)
  (body)
  (script)
  (curl)
] @fold

[
  (comment)
  (directive)
]+ @fold
