/** What is on screen during a call and after it, loaded together. */
import './call-screen.ts';
import '../call-ended/call-ended.ts';
import '../call-waiting/call-waiting.ts';
