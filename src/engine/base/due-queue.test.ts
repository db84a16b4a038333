import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue, type Due } from './due-queue.ts';

interface Item extends Due {
  readonly id: number;
}

type Step =
  | { readonly do: 'schedule'; readonly id: number; readonly at: number }
  | { readonly do: 'remove'; readonly id: number }
  | { readonly do: 'pop'; readonly now: number };

const id = fc.integer({ min: 0, max: 30 });
const at = fc.integer({ min: 0, max: 100 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('schedule' as const), id, at }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('pop' as const), now: at }),
);

it('behaves like a sorted list, whatever is added, moved and removed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const queue = new DueQueue<Item>();
      const items = Array.from({ length: 31 }, (_, id): Item => ({ id, dueAt: 0, position: -1 }));
      const model = new Map<number, number>();
      for (const step of steps) {
        if (step.do === 'schedule') {
          queue.schedule(items[step.id]!, step.at);
          model.set(step.id, step.at);
        } else if (step.do === 'remove') {
          queue.remove(items[step.id]!);
          model.delete(step.id);
        } else {
          const popped = queue.popDue(step.now);
          const earliest = Math.min(...model.values());
          if (earliest > step.now) {
            expect(popped).toBeUndefined();
          } else {
            expect(popped?.dueAt).toBe(earliest);
            expect(popped?.position).toBe(-1);
            model.delete(popped!.id);
          }
        }
        expect(queue.size).toBe(model.size);
        if (model.size > 0) expect(queue.peek()?.dueAt).toBe(Math.min(...model.values()));
      }
    }),
  );
});
