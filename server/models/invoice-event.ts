// A fact about an invoice: never changed, never removed.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { InvoiceEventKind } from '../domain/invoice.ts';

export class InvoiceEvent extends Model<InferAttributes<InvoiceEvent>, InferCreationAttributes<InvoiceEvent>> {
  declare id: string;
  declare invoiceId: string;
  declare kind: InvoiceEventKind;
  declare source: string;
  declare detail: string;
  declare at: Date;
  /** The action of staff on several invoices that this fact is part of. */
  declare actionId: CreationOptional<string | null>;

  static define(sequelize: Sequelize): void {
    InvoiceEvent.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      invoiceId: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      source: DataTypes.TEXT,
      detail: DataTypes.TEXT,
      at: DataTypes.DATE,
      actionId: DataTypes.TEXT,
    }, { sequelize, tableName: 'invoice_events', timestamps: false });
  }
}
