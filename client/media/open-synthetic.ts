/** What is loaded when the first synthetic device is opened. */
export { openSyntheticCamera } from './synthetic-camera.ts';
export { openSyntheticMicrophone } from './synthetic-microphone.ts';
