// What staff did of several invoices at once; its events name each of them. `id` is chosen by the window: the same action asked twice is done once.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { InvoiceActionKind } from '../contract/states.ts';

export class InvoiceAction extends Model<InferAttributes<InvoiceAction>, InferCreationAttributes<InvoiceAction>> {
  declare id: string;
  declare kind: InvoiceActionKind;
  declare actor: string;
  declare reason: string;
  declare tellsResidents: boolean;
  declare changedCount: number;
  declare changedCents: number;
  /** JSON: how many were left as they were, by reason. */
  declare leftOut: string;
  declare at: Date;
  declare undoneAt: CreationOptional<Date | null>;
  declare undoneBy: CreationOptional<string | null>;
  declare undoneCount: CreationOptional<number | null>;
  declare undoneLeftOut: CreationOptional<string | null>;

  static define(sequelize: Sequelize): void {
    InvoiceAction.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      kind: DataTypes.TEXT,
      actor: DataTypes.TEXT,
      reason: DataTypes.TEXT,
      tellsResidents: DataTypes.BOOLEAN,
      changedCount: DataTypes.INTEGER,
      changedCents: DataTypes.INTEGER,
      leftOut: DataTypes.TEXT,
      at: DataTypes.DATE,
      undoneAt: DataTypes.DATE,
      undoneBy: DataTypes.TEXT,
      undoneCount: DataTypes.INTEGER,
      undoneLeftOut: DataTypes.TEXT,
    }, { sequelize, tableName: 'invoice_actions', timestamps: false });
  }
}
