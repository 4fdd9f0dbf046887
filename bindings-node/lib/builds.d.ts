/** The addon, wherever it comes from. */
declare module '*.node' {
  const native: import('./addon').Native;
  export = native;
}
declare module '@venice-keys/*' {
  const native: import('./addon').Native;
  export = native;
}
