import venice from './index.js';

export const { Client, Secret, VeniceError, Wallet } = venice;
