import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(eslint.configs.recommended, tseslint.configs.strictTypeChecked, {
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    // `${count} rows`: a number in a template says what it says.
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    // `onClick={() => draw()}`: what a handler gives back, nobody reads.
    "@typescript-eslint/no-confusing-void-expression": "off",
    // Code points are what is counted here; no text is cut within a character.
    "@typescript-eslint/no-misused-spread": "off",
  },
  files: ["source/**/*.ts", "tests/**/*.ts"],
});
