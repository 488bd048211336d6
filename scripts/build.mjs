/** Compiles to dist/, whether or not the sources changed. */
import { build, checkNode, install } from './prepare.mjs';

checkNode();
install();
build({ force: true });
