/**
 * The Informal Trace Format as a schema.
 *
 * Source: ADR-015 of Apalache: an object with vars and states, each state an object with an entry for each variable; the
 * expressions are booleans, strings, numbers within 2^53, lists, records, and objects with #bigint, #tup, #set or #map.
 */
const expression = {
  anyOf: [
    { type: ['boolean', 'string'] },
    { type: 'integer', minimum: -(2 ** 53) + 1, maximum: 2 ** 53 - 1 },
    { type: 'array', items: { $ref: '#/$defs/expression' } },
    { type: 'object', required: ['#bigint'], properties: { '#bigint': { type: 'string', pattern: '^-?[0-9]+$' } } },
    {
      type: 'object',
      propertyNames: { pattern: '^[^#]' },
      additionalProperties: { $ref: '#/$defs/expression' },
    },
    {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      properties: {
        '#tup': { type: 'array', items: { $ref: '#/$defs/expression' } },
        '#set': { type: 'array', items: { $ref: '#/$defs/expression' } },
        '#map': { type: 'array', items: { type: 'array', minItems: 2, maxItems: 2 } },
      },
    },
  ],
}

export const itfSchema = {
  $defs: { expression },
  type: 'object',
  required: ['vars', 'states'],
  properties: {
    '#meta': { type: 'object' },
    params: { type: 'array', items: { type: 'string' } },
    vars: { type: 'array', items: { type: 'string' } },
    loop: { type: 'integer' },
    states: {
      type: 'array',
      items: {
        type: 'object',
        required: ['#meta'],
        properties: { '#meta': { type: 'object', required: ['index'], properties: { index: { type: 'integer' } } } },
        additionalProperties: { $ref: '#/$defs/expression' },
      },
    },
  },
}
