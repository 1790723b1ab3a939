import { beforeEach, describe, expect, it } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { ConsentBook } from './consent-book.ts';

const [ana, ben, cy] = [userId('ana'), userId('ben'), userId('cy')];

let book: ConsentBook;
beforeEach(() => {
  book = new ConsentBook({ mostAway: 2 });
});

describe('what browsers state', () => {
  it('adds up over the devices of a person, and a block wins over an acceptance', () => {
    book.state(ana, { accepted: [ben, cy], blocked: [] });
    book.state(ana, { accepted: [], blocked: [ben] });
    book.state(ana, { accepted: [ben], blocked: [] });
    expect([book.blocks(ana, ben), book.accepts(ana, ben), book.accepts(ana, cy)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('opens a chat only where both accept', () => {
    book.state(ana, { accepted: [ben], blocked: [] });
    expect(book.mutual(ana, ben)).toBe(false);
    book.state(ben, { accepted: [ana], blocked: [] });
    expect([book.mutual(ana, ben), book.mutual(ben, ana)]).toEqual([true, true]);
  });

  it('[CHAT-8] is taken back by whoever said it, and by nobody else', () => {
    book.state(ana, { accepted: [ben], blocked: [cy] });
    book.set(ben, ana, 'accepted');
    book.set(ana, ben, 'none');
    book.set(ana, cy, 'none');
    expect([book.accepts(ana, ben), book.blocks(ana, cy), book.accepts(ben, ana)]).toEqual([
      false,
      false,
      true,
    ]);
    book.set(ana, ben, 'blocked');
    expect([book.blocks(ana, ben), book.mutual(ana, ben), book.acceptedBy(ana)]).toEqual([true, false, []]);
  });

  it('of somebody who never was here is not known, and taking back makes them no more so', () => {
    book.set(ana, ben, 'none');
    expect([book.knows(ana), book.accepts(ana, ben), book.blocks(ana, ben), book.acceptedBy(ana)]).toEqual([
      false,
      false,
      false,
      [],
    ]);
    book.state(ana, { accepted: [], blocked: [] });
    expect(book.knows(ana)).toBe(true);
  });

  it('of those whom they accept has nobody whom they block', () => {
    book.state(ana, { accepted: [ben], blocked: [cy] });
    expect(book.acceptedBy(ana)).toEqual([ben]);
  });

  it('is bounded, however often they state something: the oldest go first', () => {
    const crowd = Array.from({ length: 4_000 }, (_, at) => userId(`p${at}`));
    for (let at = 0; at < crowd.length; at += 1_000) {
      book.state(ana, { accepted: crowd.slice(at, at + 1_000), blocked: [] });
    }
    book.set(ana, ben, 'accepted');
    expect(book.acceptedBy(ana)).toEqual([...crowd.slice(1_001), ben]);
  });
});

describe('somebody who has left', () => {
  it('is still known, until there are too many of them: the first to leave goes first', () => {
    for (const person of [ana, ben, cy]) {
      book.state(person, { accepted: [userId('dee')], blocked: [] });
      book.left(person);
    }
    expect([ana, ben, cy].map((person) => book.knows(person))).toEqual([false, true, true]);
  });

  it('and leaves again goes later', () => {
    for (const person of [ana, ben, ana, cy]) {
      book.state(person, { accepted: [userId('dee')], blocked: [] });
      book.left(person);
    }
    expect([ana, ben, cy].map((person) => book.knows(person))).toEqual([true, false, true]);
  });

  it('and never said anything takes nobody else’s place', () => {
    for (const person of [ana, ben]) {
      book.state(person, { accepted: [userId('dee')], blocked: [] });
      book.left(person);
    }
    book.left(cy);
    expect([ana, ben, cy].map((person) => book.knows(person))).toEqual([true, true, false]);
  });

  it('is kept with 2,000 others where nothing else is said', () => {
    const roomy = new ConsentBook();
    const crowd = Array.from({ length: 2_001 }, (_, at) => userId(`p${at}`));
    for (const person of crowd) {
      roomy.state(person, { accepted: [], blocked: [] });
      roomy.left(person);
    }
    expect(crowd.filter((person) => !roomy.knows(person))).toEqual(crowd.slice(0, 1));
  });

  it('and comes back is not forgotten with the others', () => {
    book.state(ana, { accepted: [ben], blocked: [] });
    book.left(ana);
    book.state(ana, { accepted: [], blocked: [] });
    for (const person of [ben, cy, userId('dee')]) {
      book.state(person, { accepted: [ana], blocked: [] });
      book.left(person);
    }
    expect(book.accepts(ana, ben)).toBe(true);
  });
});

describe('[MEET-5] [MEET-6] two who have met', () => {
  it('may write while they stay, and call where they met to see each other', () => {
    book.meet(ana, ben, 'text');
    book.meet(cy, ana, 'video');
    book.part(ana, ben);
    expect([book.mayWrite(cy, ana), book.mayCall(cy, ana), book.haveMet(ana, cy)]).toEqual([
      true,
      true,
      true,
    ]);
    book.part(cy, ana);
    expect([book.mayWrite(cy, ana), book.mayCall(cy, ana), book.haveMet(cy, ana)]).toEqual([
      false,
      false,
      false,
    ]);
    book.meet(ana, ben, 'text');
    expect([book.mayWrite(ana, ben), book.mayWrite(ben, ana)]).toEqual([true, true]);
    expect([book.mayCall(ana, ben), book.mayCall(ben, ana)]).toEqual([false, false]);
    expect([book.mayWrite(ana, cy), book.mayCall(ana, cy)]).toEqual([false, false]);
  });

  it('have given nothing that outlasts it, and keep what they gave before', () => {
    book.meet(ana, ben, 'video');
    expect([book.mutual(ana, ben), book.accepts(ana, ben), book.knows(ana)]).toEqual([false, false, false]);
    book.state(ana, { accepted: [ben], blocked: [] });
    book.state(ben, { accepted: [ana], blocked: [] });
    book.part(ana, ben);
    expect([book.mayWrite(ana, ben), book.mayCall(ana, ben)]).toEqual([true, true]);
  });

  it('part from each other and from nobody else', () => {
    book.meet(ana, ben, 'text');
    book.part(ana, cy);
    book.part(cy, ben);
    expect([book.mayWrite(ana, ben), book.mayWrite(ben, ana)]).toEqual([true, true]);
  });
});
