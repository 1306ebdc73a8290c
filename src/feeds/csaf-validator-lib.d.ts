// The library ships no types: its modules are bags of named tests, typed where they are taken in.
declare module '@secvisogram/csaf-validator-lib/*';
