import sandbox from './index.js';

export const { Sandbox, SandboxError, findProgram } = sandbox;
