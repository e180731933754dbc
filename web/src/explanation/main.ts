import "./letters.css";
import "../theme.css";
import { mount } from "svelte";
import Explanation from "./Explanation.svelte";

const target = document.getElementById("app");
if (target) mount(Explanation, { target });
