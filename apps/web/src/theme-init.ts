// Runs before the first paint, so that no page flashes in the wrong colours.
import { applyTheme } from './theme';

applyTheme();
