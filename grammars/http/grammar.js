// Lines are told apart by src/scanner.c; this file only says how the tokens nest.
module.exports = grammar({
  name: 'http',

  externals: $ => [
    $._rule,
    $.title,
    $._filler,
    $.comment,
    $.directive,
    $._at,
    $.variable_name,
    $.variable_value,
    $.script,
    $.method,
    $.target,
    $.target_continuation,
    $._request_version,
    $.http_version,
    $.status_code,
    $.reason,
    $.field_name,
    $._indented_name,
    $._announcing_name,
    $._indented_announcing_name,
    $.field_value,
    $._indented_value,
    $._empty_value,
    $.malformed_field,
    $.elision,
    $._head_end,
    $._plain_body,
    $._announced_body,
    $._response_body,
    $.file_body,
    $.curl,
    $.text,
  ],

  extras: _ => [/[ \t\r\n\uFEFF]/],

  rules: {
    document: $ => repeat(choice(
      $.separator,
      $.comment,
      $.directive,
      $.variable,
      $.script,
      $.request,
      $.response,
      $.fields,
      $.curl,
      $.elision,
      $.text,
    )),

    separator: $ => seq(
      $._rule,
      optional($._filler),
      optional(seq(field('title', $.title), optional($._filler))),
    ),

    variable: $ => seq(
      $._at,
      field('name', $.variable_name),
      choice('=', ':='),
      optional(field('value', $.variable_value)),
    ),

    // Whether a request announces a body decides what ends that body, so the two kinds of heads
    // have states of their own.
    request: $ => prec.right(choice(
      seq(
        $.request_line,
        repeat($._head_line),
        optional(choice(
          field('body', alias($._plain_body, $.body)),
          field('file_body', $.file_body),
          $._head_end,
        )),
      ),
      seq(
        $.request_line,
        repeat($._head_line),
        alias($._announcing_field, $.field),
        repeat(choice($._head_line, alias($._announcing_field, $.field))),
        optional(choice(
          field('body', alias($._announced_body, $.body)),
          field('file_body', $.file_body),
          $._head_end,
        )),
      ),
    )),

    request_line: $ => seq(
      optional(field('method', $.method)),
      field('target', $.target),
      repeat(field('continuation', $.target_continuation)),
      optional(field('version', alias($._request_version, $.http_version))),
    ),

    response: $ => prec.right(seq(
      $.status_line,
      repeat($._head_line),
      optional(choice(
        field('body', alias($._response_body, $.body)),
        field('file_body', $.file_body),
        $._head_end,
      )),
    )),

    status_line: $ => seq(
      field('version', $.http_version),
      field('status', $.status_code),
      optional($._filler),
      optional(field('reason', $.reason)),
    ),

    fields: $ => prec.right(seq(
      $.field,
      repeat(choice($.field, $.comment, $.directive, $.elision)),
      optional($._head_end),
    )),

    _head_line: $ => choice($.field, $.comment, $.directive, $.elision, $.malformed_field),

    field: $ => choice(
      seq(field('name', $.field_name), ':', $._value),
      seq(field('name', alias($._indented_name, $.field_name)), ':', $._value_of_indented),
    ),

    _announcing_field: $ => choice(
      seq(field('name', alias($._announcing_name, $.field_name)), ':', $._value),
      seq(
        field('name', alias($._indented_announcing_name, $.field_name)),
        ':',
        $._value_of_indented,
      ),
    ),

    _value: $ => choice(field('value', $.field_value), $._empty_value),

    _value_of_indented: $ => choice(
      field('value', alias($._indented_value, $.field_value)),
      $._empty_value,
    ),
  },
});
