import "./scoped-theme.css";
import { defineWidget } from "@anywidget/svelte";
import type { AnyModel } from "@anywidget/types";
import type { Component } from "svelte";
import { COMMANDS, speak } from "../language/language";
import type { Traits } from "./traits";
import Widget from "./Widget.svelte";

type Bound = Component<{ model?: AnyModel<Traits>; bindings?: Traits }>;

speak(COMMANDS);

// What `morphing_faces.Explorer` shows itself with, in any notebook.
export default defineWidget(Widget as Bound); // which always gives both
