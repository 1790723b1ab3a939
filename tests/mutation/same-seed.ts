/** Whether a change is found must not be a matter of luck: what tests choose by chance is the same in every run. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 2026, endOnFailure: true });
