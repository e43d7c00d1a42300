// One script for all Web Workers, so that it is fetched once: the judge starts those of submissions from its own address.

import { open as openJudge } from "./judge.js";
import { open as openStudent } from "./student.js";

(self.name === "student" ? openStudent : openJudge)();
