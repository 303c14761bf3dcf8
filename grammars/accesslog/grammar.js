// Lines and fields are told apart by src/scanner.c; this file only says how the tokens nest.
module.exports = grammar({
  name: 'accesslog',

  externals: $ => [
    $.comment,
    $._hash,
    $.directive_name,
    $.directive_value,
    $._spaced_line,
    $._tabbed_line,
    $._labelled_line,
    $.bare,
    $.quoted,
    $.bracketed,
    $.braced,
    $._bare_cell,
    $._quoted_cell,
    $._bracketed_cell,
    $._label,
    ':',
    $._labelled_value,
    '{',
    '}',
    '[',
    ']',
    $._key,
    $.string,
    $.number,
    $.literal,
    $.malformed,
    $._missing_close,
  ],

  extras: _ => [/[ \t\r\n\uFEFF]/],

  rules: {
    document: $ => repeat(choice($.comment, $.directive, $.line)),

    directive: $ => seq(
      $._hash,
      field('name', $.directive_name),
      optional(':'),
      optional(field('value', $.directive_value)),
    ),

    // What parts the fields of a line is known from its start.
    line: $ => prec.right(choice(
      seq($._spaced_line, repeat1($._field)),
      seq($._tabbed_line, repeat1($._cell)),
      seq($._labelled_line, repeat1(choice(alias($._labelled_pair, $.pair), $._cell))),
    )),

    _field: $ => choice($.bare, $.quoted, $.bracketed, $.braced, $.object),

    _cell: $ => choice(
      alias($._bare_cell, $.bare),
      alias($._quoted_cell, $.quoted),
      alias($._bracketed_cell, $.bracketed),
    ),

    _labelled_pair: $ => prec.right(seq(
      field('key', alias($._label, $.key)),
      ':',
      optional(field('value', alias($._labelled_value, $.bare))),
    )),

    // Commas and colons are blanks to the scanner here; what is not closed ends with its line.
    object: $ => seq('{', repeat(choice($.pair, $.malformed)), choice('}', $._missing_close)),

    pair: $ => prec.right(seq(
      field('key', alias($._key, $.key)),
      optional(field('value', $._value)),
    )),

    array: $ => seq('[', repeat($._value), choice(']', $._missing_close)),

    _value: $ => choice($.string, $.number, $.literal, $.object, $.array),
  },
});
