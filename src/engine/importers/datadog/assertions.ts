/** Assertions of Datadog as conditions. */
import { isRecord } from '../../../shared/is-record.ts';
import { textOf, type Fields } from '../fields.ts';
import { quote, regexLiteral } from '../web.ts';

/** Warns of those without a counterpart. */
export function conditionsOf(assertions: readonly Fields[], kind: string): string[] {
  return assertions.flatMap((assertion) => {
    const condition = conditionOf(assertion, kind);
    if (condition === null) assertion.warn('', 'import.condition', { given: JSON.stringify(assertion.record) });
    return condition === null ? [] : [condition];
  });
}

function conditionOf(assertion: Fields, kind: string): string | null {
  const type = assertion.text('type');
  const operator = assertion.text('operator');
  const target = assertion.value('target');
  switch (type) {
    case 'statusCode':
      return compare('[STATUS]', operator, target);
    case 'responseTime':
    case 'latency':
      return compare('[RESPONSE_TIME]', operator, target);
    case 'body':
    case 'receivedMessage':
    case 'grpcProto':
      return bodyCondition(operator, target);
    case 'header':
      return compare(`[HEADER].${assertion.text('property')}`, operator, target);
    case 'certificate':
      return operator === 'isInMoreThan' ? `[CERTIFICATE_EXPIRATION] > ${textOf(target)}d` : null;
    case 'tlsVersion':
    case 'minTlsVersion':
      return compare('[TLS_VERSION]', operator, `TLSv${textOf(target)}`);
    case 'packetLossPercentage':
      return kind === 'icmp' ? compare('[METRIC].loss', operator, Number(target) * 100) : null;
    case 'connection':
      return textOf(target) === 'established' ? '[CONNECTED] == true' : '[CONNECTED] == false';
    case 'recordSome':
      return operator === 'is' ? `[ANSWERS] contains ${quote(textOf(target))}` : null;
    default:
      return null;
  }
}

function compare(left: string, operator: string, target: unknown): string | null {
  const value =
    typeof target === 'number' || /^-?\d+(?:\.\d+)?$/u.test(textOf(target)) ? textOf(target) : quote(textOf(target));
  switch (operator) {
    case 'is':
      return `${left} == ${value}`;
    case 'isNot':
      return `${left} != ${value}`;
    case 'lessThan':
      return `${left} < ${value}`;
    case 'moreThan':
      return `${left} > ${value}`;
    case 'lessThanOrEqual':
      return `${left} <= ${value}`;
    case 'moreThanOrEqual':
      return `${left} >= ${value}`;
    case 'contains':
      return `${left} contains ${quote(textOf(target))}`;
    case 'doesNotContain':
      return `not ${left} contains ${quote(textOf(target))}`;
    case 'matches':
      return `${left} matches ${regexLiteral(textOf(target))}`;
    case 'doesNotMatch':
      return `not ${left} matches ${regexLiteral(textOf(target))}`;
    default:
      return null;
  }
}

function bodyCondition(operator: string, target: unknown): string | null {
  if (!isRecord(target)) return compare('[BODY]', operator, target);
  const path = textOf(target['jsonPath'] ?? '');
  if (operator === 'validatesJSONPath' && path !== '') {
    return compare(
      `[BODY]${path.startsWith('$') ? path : `.${path}`}`,
      textOf(target['operator']),
      target['targetValue'],
    );
  }
  return null;
}
